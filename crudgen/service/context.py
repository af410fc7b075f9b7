"""What a door needs of a snapshot: settings, catalog, service and sign-in, together and frozen."""
