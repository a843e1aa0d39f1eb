"""Answers for eyes: one module for each place they are read, saying the same things in the same order."""
