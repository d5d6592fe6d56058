"""What one run may cost: a second of computing. Memory is watched by the fuzzer itself (-rss_limit_mb).

Computing time, not the clock: other work on the machine is no fault of the code. The targets are slower here than in use (every branch
is counted), so the bar is higher than it looks. -timeout catches what never ends.
"""

import time
from collections.abc import Callable

MOST_SECONDS = 1.0


class TooSlow(Exception):
    """A run that cost more than it may."""


def within_budget(target: Callable[[bytes], None]) -> Callable[[bytes], None]:
    def run(data: bytes) -> None:
        before = time.process_time()
        target(data)
        used = time.process_time() - before
        if used > MOST_SECONDS:
            raise TooSlow(f"{used:.2f} s")

    return run
