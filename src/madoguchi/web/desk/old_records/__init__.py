"""Cases of before the desk, out of a file of comma-separated values: read, understood line by line, brought over."""
