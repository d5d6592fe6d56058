"""Who runs this installation. Stands on every page and paper; names that imitate a public desk are refused (R21)."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

from madoguchi import papers

_IMITATES = (
    "国民生活センター",
    "消費生活センター",
    "消費者センター",
    "消費者ホットライン",
    "消費生活相談",
    "消費者相談",
    "消費者トラブル",
    "消費者庁",
    "警察",
    "金融庁",
    "総務省",
    "法テラス",
    "弁護士会",
    "被害相談センター",
    "被害者センター",
    "188",
    "ipa",
)
_MOST = 60
_TRUE = frozenset({"1", "true", "yes", "on"})


class NotAllowed(ValueError):
    """A name that this site must not carry; says why and how to mend it (Japanese)."""


class Operator(papers.Operator, frozen=True, kw_only=True):
    """Who stands on the papers, and ``site``: what the pages are called."""

    site: str


def operator_from(environment: Mapping[str, str]) -> Operator:
    """Returns the operator of ``environment`` (MADOGUCHI_OPERATOR, _SITE_NAME, _PUBLIC_BODY, _CONTACT). Raises NotAllowed."""
    public = environment.get("MADOGUCHI_PUBLIC_BODY", "").lower() in _TRUE
    found = Operator(
        name=environment.get("MADOGUCHI_OPERATOR", "このパソコンの利用者").strip(),
        site=environment.get("MADOGUCHI_SITE_NAME", "まどぐち").strip(),
        public=public,
        contact=environment.get("MADOGUCHI_CONTACT", "").strip(),
    )
    for setting, name in (("MADOGUCHI_OPERATOR", found.name), ("MADOGUCHI_SITE_NAME", found.site)):
        _allowed(setting, name, public=public)
    return found


def _allowed(setting: str, name: str, *, public: bool) -> None:
    if not name or len(name) > _MOST:
        raise NotAllowed(f"{setting}: 1字から{_MOST}字の名前にしてください。")
    plain = "".join(unicodedata.normalize("NFKC", name).lower().split())
    imitated = next((word for word in _IMITATES if word in plain), None)
    if imitated and not public:
        raise NotAllowed(
            f"{setting}: 「{name}」は、公的な窓口と間違えられます（「{imitated}」）。ほかの名前にしてください。"
            "本当に公的な機関が運営するときだけ、MADOGUCHI_PUBLIC_BODY=1 を付けます。"
        )
