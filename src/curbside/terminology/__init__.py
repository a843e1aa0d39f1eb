"""Words and what they stand for: the senses of short forms."""
