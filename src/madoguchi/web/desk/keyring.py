"""The keys outside the data folder: who steals the folder, a backup or the disk of the data reads nothing without them.

``outer-0001.key`` and later generations wrap the centres' keys; ``audit.key`` chains the audit log; ``marks.key`` finds the same
telephone number in two cases. They lie in a folder of their own for this installation, named after the file ``installation`` in the data.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Set
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from madoguchi.web.desk.sealing import KEY_BYTES
from madoguchi.web.kept_keys import kept_key, onto_the_disk

_OUTER = "outer-{:04}.key"
_BEGUN = "outer-begun.mark"  # that there was an outer key: a lost one is never made anew
_INSTALLATION = "installation"


def outer_name(generation: int) -> str:
    """Returns the name of the file that holds this generation of the outer key."""
    return _OUTER.format(generation)


class KeyMissing(RuntimeError):
    """A key that sealed something is not in the folder of keys; says which and how to mend it (Japanese)."""


@dataclass(frozen=True, slots=True)
class Keyring:
    """The keys in ``folder``. One that was ever used is never made anew: what it sealed would be lost in silence."""

    folder: Path

    def newest(self) -> int:
        """Returns the newest generation of the outer key; the first start makes generation 1. Raises KeyMissing where it was lost since."""
        begun = (self.folder / _BEGUN).is_file()  # asked first: the key is made before the mark
        found = [int(path.stem.rpartition("-")[2]) for path in self.folder.glob("outer-*.key")]
        if not found:
            if begun:
                raise KeyMissing(_missing(_OUTER.format(1), self.folder))
            kept_key(self.folder, _OUTER.format(1))
            kept_key(self.folder, _BEGUN)
        return max(found, default=1)

    def outer(self, generation: int) -> bytes:
        """Returns the outer key of ``generation``. Raises KeyMissing."""
        name = _OUTER.format(generation)
        if not (self.folder / name).is_file():
            raise KeyMissing(_missing(name, self.folder))
        return kept_key(self.folder, name)[:KEY_BYTES]

    def add(self) -> int:
        """Makes the next generation of the outer key and returns its number."""
        following = self.newest() + 1
        kept_key(self.folder, _OUTER.format(following))
        return following

    def all_but(self, kept: Set[int]) -> list[str]:
        """Returns the names of the outer keys in the folder whose generations are not in ``kept``, oldest first."""
        names = {path.name for path in self.folder.glob("outer-*.key")}
        return sorted(names - {_OUTER.format(generation) for generation in kept})

    def forget(self, name: str) -> None:
        """Removes an outer key for good."""
        (self.folder / name).unlink(missing_ok=True)
        onto_the_disk(self.folder)

    @property
    def audit(self) -> bytes:
        """The key of the audit chain."""
        return kept_key(self.folder, "audit.key")[:KEY_BYTES]

    @property
    def marks(self) -> bytes:
        """The key of the marks of counterparts."""
        return kept_key(self.folder, "marks.key")[:KEY_BYTES]


def _missing(name: str, folder: Path) -> str:
    return (
        f"鍵 {name} が {folder} にありません。控えから戻してください（madoguchi desk restore）。"
        "新しい鍵では、これまでの記録を開けません。"
    )


def folder_above(environment: Mapping[str, str] = os.environ) -> Path:
    """Returns the folder in which every installation has its folder of keys."""
    return Path(environment.get("MADOGUCHI_KEYS") or Path.home() / ".madoguchi-keys").absolute()


def keyring_of(data: Path, environment: Mapping[str, str] = os.environ) -> Keyring:
    """Returns the keys of the installation whose data lie in ``data``. Raises KeyMissing where they would lie inside it."""
    return Keyring(_outside(data, folder_above(environment), kept_key(data, _INSTALLATION)[:8].hex()))


@lru_cache(maxsize=16)  # asked for some times in every request
def _outside(data: Path, above: Path, name: str) -> Path:
    folder = above / name
    if folder.resolve().is_relative_to(data.resolve()):
        raise KeyMissing(
            f"鍵のフォルダー {above} が、データのフォルダー {data} の中にあります。"
            "MADOGUCHI_KEYS で、データの外（できれば別のディスク）を指してください。"
        )
    return folder
