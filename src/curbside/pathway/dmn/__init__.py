"""Decision tables that others have written as DMN XML: read, and decided by the standard's own rules.

What is read is DMN's first subset: decision tables, and S-FEEL, the simple expressions that they are written in (OMG
DMN 1.3, chapters 8 and 9). Whatever lies beyond is refused by name, and not guessed at.
"""
