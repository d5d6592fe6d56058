"""Backup and restore of the desk: one sealed file, and a key on paper that opens it."""
