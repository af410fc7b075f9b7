"""A project put together: the Snapshot, the ASGI application that holds it, serving and reloading."""
