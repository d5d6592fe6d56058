"""The monthly report of a centre: what was counted, what of it may go out, as a page, a spreadsheet and a paper."""
