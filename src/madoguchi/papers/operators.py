"""Who runs this installation stands on every paper; names that imitate a public desk are refused (R21)."""

from __future__ import annotations

import unicodedata

from madoguchi.papers.material import Operator

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


class NotAllowed(ValueError):
    """A name that no page or paper may carry; says why and how to mend it (Japanese)."""


def operator_named(name: str, *, public: bool, contact: str) -> Operator:
    """Returns the operator ``name``. Raises NotAllowed, which speaks of the setting MADOGUCHI_OPERATOR."""
    assert_allowed("MADOGUCHI_OPERATOR", name.strip(), public=public)
    return Operator(name=name.strip(), public=public, contact=contact.strip())


def assert_allowed(setting: str, name: str, *, public: bool) -> None:
    """Raises NotAllowed for a ``name`` that is empty, too long, or like that of a public desk unless it is one; names ``setting``."""
    if not name or len(name) > _MOST:
        raise NotAllowed(f"{setting}: 1字から{_MOST}字の名前にしてください。")
    plain = "".join(unicodedata.normalize("NFKC", name).lower().split())
    imitated = next((word for word in _IMITATES if word in plain), None)
    if imitated and not public:
        raise NotAllowed(
            f"{setting}: 「{name}」は、公的な窓口と間違えられます（「{imitated}」）。ほかの名前にしてください。"
            "本当に公的な機関が運営するときだけ、MADOGUCHI_PUBLIC_BODY=1 を付けます。"
        )
