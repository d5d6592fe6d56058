"""Similar cases, found by the meaning of words, over masked summaries (decision 022)."""
