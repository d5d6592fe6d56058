"""The carrier's side of a hijacked line: what its sends cost, the caps that bound them, and the watch that notices."""
