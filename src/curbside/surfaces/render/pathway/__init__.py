"""A pathway, and what it says of one patient, for people to read: on a terminal and as a page."""
