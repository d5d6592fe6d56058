"""Letters in the consumer's own name: on which conditions they rest, what stands in them at first, where they stand."""
