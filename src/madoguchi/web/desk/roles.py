"""The roles of the other side (相手方の役割): who sold, who lent, who led there, in whose name the account stands.

No published table of these codes was found: the list is our own, and a centre completes or renames it (MADOGUCHI_ROLES).
"""

from __future__ import annotations

from collections.abc import Mapping

from madoguchi.papers.operators import NotAllowed

ROLES: Mapping[str, str] = {
    "seller": "販売業者",
    "credit": "信販・カード会社",
    "payment": "決済代行・決済",
    "platform": "プラットフォーム",
    "issuer": "電子マネーの発行会社",
    "carrier": "通信会社",
    "introducer": "紹介者・勧誘した人",
    "account_holder": "口座などの名義人",
    "contacted": "連絡してきた相手",
    "other": "その他",
}
_MOST_CODE, _MOST_NAME, _MOST = 16, 20, 30
_MEND = "MADOGUCHI_ROLES は、agency=代理店,lender=貸金業者 のように、小文字の英字の番号と名前を = でつないで並べてください"


def roles_from(environment: Mapping[str, str]) -> Mapping[str, str]:
    """Returns code -> name: our own list with what MADOGUCHI_ROLES adds or names anew. Raises NotAllowed."""
    said = [one for one in environment.get("MADOGUCHI_ROLES", "").split(",") if one.strip()]
    own = dict(_role(one) for one in said[: _MOST + 1])
    found = {**ROLES, **own}
    if len(found) > _MOST:
        raise NotAllowed(f"{_MEND}（全部で {_MOST} までです）。")
    return found


def _role(said: str) -> tuple[str, str]:
    code, _, name = (part.strip() for part in said.partition("="))
    fits = code.isascii() and code.replace("_", "").isalpha() and code == code.lower()
    if not (fits and len(code) <= _MOST_CODE and 0 < len(name) <= _MOST_NAME and name.isprintable()):
        raise NotAllowed(f"{_MEND}（読めないところ: {said[:40]}）。")
    return code, name
