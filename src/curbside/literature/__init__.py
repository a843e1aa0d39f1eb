"""The literature: reading it, keeping it, and finding its passages again by id."""
