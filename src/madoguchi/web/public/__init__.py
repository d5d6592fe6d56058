"""The public walk: from the first instruction to the papers, page by page."""
