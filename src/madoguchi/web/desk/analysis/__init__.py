"""The analyst's room: from a warning to a publication, over a mart in which nobody is."""
