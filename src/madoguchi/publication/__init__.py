"""From a draft to a publication: every number in the text is tied to a cell of a table that may be shown (decision 034)."""
