"""CDS Hooks 2.0: a pathway's advice as cards, in the clinician's own record system, while a chart is open or an order
is made.

Source: HL7 CDS Hooks 2.0 and its current build; docs/cds-hooks.md says what is done of it, and what is not.
"""
