"""Clinical pathways as data: read, checked, run on one patient or on a population, and written out for others."""
