"""A pathway over a whole population: compiled once to SQL, and run where the data are."""
