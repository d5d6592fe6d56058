"""Consultations a second on one core, beside rspamd, SpamAssassin and a bare scan: same texts, same run; and at two sizes.

A rate is texts divided by the CPU seconds that the contestant's own processes used, so that a peer is charged
neither for our client nor for waiting on it. What they do differs: a filter gives one mail a score; a
consultation also quotes, plans, computes hours and money. The bare scan (NFKC + automaton) is the floor below
which no reader of Japanese text can go in Python.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import random
import time
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from statistics import mean

import daachorse

from madoguchi import consult
from madoguchi.consult import reading_of
from madoguchi.native import HOW_IT_READS
from peers import Peer, as_mail, rspamd, spamassassin
from texts import sized, texts

AT = dt.datetime(2026, 11, 21, 20, 40, tzinfo=dt.timezone(dt.timedelta(hours=9)))
PATTERNS = 2_000
SIZES = (70, 400)  # characters: a short message, a story told in full
WARM = 200
PEERS: dict[str, Callable[[], AbstractContextManager[Peer]]] = {
    "rspamd": rspamd,
    "spamassassin": spamassassin,
}


def rate_of(read: Callable[[str], object], stories: list[str]) -> float:
    """Returns texts per CPU second, after WARM other texts that are not counted: plans once made are kept."""
    for story in texts(WARM, seed=WARM):
        read(story)
    start = time.process_time()
    for story in stories:
        read(story)
    return len(stories) / (time.process_time() - start)


def bare_scan(stories: list[str]) -> float:
    """Returns texts per CPU second of NFKC and one automaton over phrases taken from the texts themselves."""
    phrases = {story[i : i + n] for story in stories for n in (3, 5, 8) for i in range(0, len(story) - n, 7)}
    chosen = random.Random(1).sample(sorted(phrases), min(PATTERNS, len(phrases)))
    automaton = daachorse.CharwiseDoubleArrayAhoCorasick(chosen)
    rounds = max(1, 20_000 // len(stories))
    start = time.process_time()
    for _ in range(rounds):
        for story in stories:
            automaton.find_overlapping(unicodedata.normalize("NFKC", story))
    return rounds * len(stories) / (time.process_time() - start)


def peer_rate(peer: Peer, mails: list[bytes]) -> float:
    """Returns mails per CPU second of the peer's processes, after WARM other mails that are not counted."""
    for story in texts(WARM, seed=WARM):
        peer.ask(as_mail(story))
    peer.settle()
    start = peer.cpu_seconds()
    for mail in mails:
        peer.ask(mail)
    return len(mails) / max(peer.cpu_seconds() - start, 1e-3)


def rates(sets: dict[str, list[str]], *, without: list[str]) -> dict[str, dict[str, float]]:
    """Measures every contestant once on each set; all stay on one core, so that none is helped by the other."""
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    found = {
        name: {
            "madoguchi": rate_of(lambda story: consult(story, at=AT), stories),
            "its reading alone": rate_of(lambda story: reading_of(story, on=AT.date()), stories),
            "NFKC + automaton": bare_scan(stories),
        }
        for name, stories in sets.items()
    }
    for filter_ in PEERS.keys() - set(without):
        with PEERS[filter_]() as peer:
            for name, stories in sets.items():
                found[name][peer.name] = peer_rate(peer, [as_mail(story) for story in stories])
    return found


def told(found: dict[str, float]) -> Iterator[str]:
    """Yields a line for each contestant, the fastest first: its rate, and madoguchi's as a multiple of it."""
    whole, reading = found["madoguchi"], found["its reading alone"]
    for name, rate in sorted(found.items(), key=lambda row: -row[1]):
        ratios = f"madoguchi is {whole / rate:.3g} x that, its reading {reading / rate:.3g} x"
        yield f"{name:<18}{rate:>12,.0f} texts/s   {ratios}"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--texts", type=int, default=500)
    parser.add_argument("--without", action="append", choices=sorted(PEERS), default=[])
    wish = parser.parse_args()
    stories = list(texts(wish.texts))
    sets = {
        f"as they come, {mean(map(len, stories)):.0f} characters on average": stories,
        **{f"of {size} characters": sized(texts(wish.texts * 4), size)[: wish.texts] for size in SIZES},
    }
    print(HOW_IT_READS)
    for name, found in rates(sets, without=wish.without).items():
        print(f"{len(sets[name])} texts {name}, one core")
        print("\n".join(told(found)))


if __name__ == "__main__":
    main()
