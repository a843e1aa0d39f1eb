"""Dated facts about one patient, and the readers that find them. Nothing here logs or prints a value."""
