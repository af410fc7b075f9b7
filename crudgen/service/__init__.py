"""The service: the path that every read and every write takes, and sign-in."""
