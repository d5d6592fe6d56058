"""Taking in what a person or another desk brings: read strictly, compared line by line, and written only where somebody ticked it."""
