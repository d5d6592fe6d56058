"""Whether what papers say holds together: desks that are there, ten things to prepare that can be known to be spoken of."""

from __future__ import annotations

from collections.abc import Iterator

from madoguchi.knowledge import Knowledge


def problems_of_papers(known: Knowledge) -> Iterator[str]:
    """Yields what is wrong with ``known.papers``, one Japanese line each."""
    papers = known.papers
    named = {"clerk": papers.clerk.contacts, "watcher": [papers.watcher.contact], "onward": papers.onward}
    for where, ids in named.items():
        for id_ in ids:
            if id_ not in known.contacts:
                yield _line(where, f"窓口「{id_}」がありません。", "id の綴りを確かめるか、足してください。")
    for one in papers.preparations:
        if (one.told_by == "words") != bool(one.words):
            mend = "words は told_by: words のときだけ、一つ以上書いてください。"
            yield _line(f"preparations/{one.id}", "told_by と words が合いません。", mend)


def _line(where: str, what: str, mend: str) -> str:
    return f"papers/{where}: {what} 直し方: {mend}"
