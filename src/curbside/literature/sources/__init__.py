"""Where publications come from when they are not yet a file: one file a service."""
