"""A pathway in other people's languages: FHIR, DMN and CQL, each of which must say what our engine says."""
