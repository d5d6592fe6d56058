"""Who works here: staff, and what each may do in which centre."""
