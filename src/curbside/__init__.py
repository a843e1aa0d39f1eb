"""Curbside: clinical answers tied, sentence by sentence, to the literature that says them."""

__version__ = "0.1.0"
