"""What carriers can do with a stream of SMS: bills and their ceilings."""
