"""The masked summary of a case: what may be searched, and shown to a centre with which only a summary is shared.

It is made of title, summary and handling, and of the codes in words; never of the memo. What goes out of it, and what masking cannot
see, stands in ``hiding.py``: a masked summary is still shown only to whom a share or the centre allows.
"""

from __future__ import annotations

from collections.abc import Mapping

from madoguchi.knowledge import load
from madoguchi.papers.vocabulary import METHODS as PAYMENTS
from madoguchi.papers.vocabulary import STAGES
from madoguchi.web.desk.codes import OUTCOMES, SALES_CHANNELS, TextField
from madoguchi.web.desk.hiding import Known, hidden
from madoguchi.web.desk.models import Case

_TEXTS: tuple[TextField, ...] = ("title", "summary", "handling")


def summary_of(case: Case, texts: Mapping[TextField, str], *, known: Known) -> str:
    """Returns the masked summary of ``case``, a sentence or a code a line; empty where nothing is written yet."""
    written = [" ".join(texts.get(field, "").split("\n")) for field in _TEXTS]
    return "\n".join(filter(None, (*(hidden(text, known) for text in written), coded(case))))


def coded(case: Case) -> str:
    """Returns the codes of ``case`` in the words that people read; its own keywords are masked by nobody, so they stay out."""
    schemes = load().schemes
    named = [schemes[one].name for one in (case.scheme, *case.secondary_schemes) if one in schemes]
    rows = (
        ("手口", named),
        ("商品・役務", [case.product_code] if case.product_code else []),
        ("販売購入形態", [SALES_CHANNELS.get(case.sales_channel, "")] if case.sales_channel else []),
        ("段階", [STAGES[one] for one in case.stages if one in STAGES]),
        ("支払方法", [PAYMENTS[one] for one in case.payment_methods if one in PAYMENTS]),
        ("処理", [OUTCOMES[one] for one in OUTCOMES if one == case.outcome]),
    )
    return " ".join(f"〔{name}: {'・'.join(words)}〕" for name, words in rows if words)
