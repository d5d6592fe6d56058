"""solicitations/*.yaml, offers/*.yaml: what a trader's advert, call, quotation or contract says, and what to ask back."""

from __future__ import annotations

from madoguchi.knowledge.shapes.shape import Shape
from madoguchi.words import SchemeId


class PointRule(Shape, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One way in which a pattern of solicitation is spoken. ``any`` as in SignRule; every sample is caught by this point.

    ``given``: patterns of what answers the question in the text itself; where one stands near, the point is weak.
    ``hint``: it is weak wherever it stands, for honest traders speak so too. ``innocent``: texts that do not show it.
    """

    id: str
    why: str
    ask: list[str]
    any: list[str]
    samples: list[str]
    sources: list[str]
    innocent: list[str] = []
    given: list[str] = []
    hint: bool = False


class OtherWordsRule(Shape, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is said where no point stands, but a sentence speaks as the pattern does (language/solicitation_words.tsv)."""

    why: str
    ask: list[str]


class SolicitationRule(Shape, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """solicitations/N_ID.yaml: one pattern of solicitation, as the document counts them (``number``).

    ``serious``: what the sources say of traders who do otherwise. ``in_writing``: what to be given on paper or by mail.
    ``in_other_words``: what is said of a sentence that only its words give away.
    """

    id: str
    number: int
    name: str
    what: str
    serious: str
    in_writing: list[str]
    points: list[PointRule]
    in_other_words: OtherWordsRule
    sources: list[str]


class TradeRule(Shape, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A trade that sells help in need. A text is read for solicitation only where it speaks of one (``any``).

    ``loosely``: things and dealings that may be of the trade; read where no trade is named, and told only if a pattern stands there.
    ``why``: by what the patterns are carried over to it.
    ``schemes``: the schemes that such traders are found under.
    """

    id: str
    name: str
    any: list[str]
    samples: list[str]
    sources: list[str]
    why: str
    schemes: list[SchemeId] = []
    loosely: list[str] = []
    innocent: list[str] = []
    in_writing: list[str] = []


class OfferWordRule(Shape, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A word of offers that accuses nobody and is worth a question (初期診断無料: and afterwards?)."""

    id: str
    ask: list[str]
    any: list[str]
    samples: list[str]
    sources: list[str]
    innocent: list[str] = []


class OfferVoice(Shape, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``denied``: words behind a hit that take it back. ``notices``: how public warnings speak; ``sells``: how traders do.

    ``no_contact``: schemes whose sender one does not talk to, so that no questions are put to him.
    """

    denied: list[str]
    notices: list[str]
    sells: list[str]
    no_contact: list[SchemeId]


class OffersFile(Shape, frozen=True, kw_only=True, forbid_unknown_fields=True):
    trades: list[TradeRule] = []
    words: list[OfferWordRule] = []
    voice: OfferVoice | None = None
