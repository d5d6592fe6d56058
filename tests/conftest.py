"""No search for a counterexample is timed: on a busy machine a slow answer is no wrong one, and speeds are measured in benchmarks/."""

from hypothesis import settings

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
