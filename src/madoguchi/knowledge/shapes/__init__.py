"""The shapes of the knowledge files: what a YAML file may say, and nothing else.

Unknown keys are refused by these types, duplicate keys by the reader. Texts are Japanese and are
shown to people as they stand; ids are ASCII. Days are ISO dates, money is whole yen or a decimal in
quotes. Wherever ``sources`` stands, it holds ids of ``sources/*.yaml`` and may not be empty.
"""

from __future__ import annotations

from madoguchi.knowledge.shapes.asked import AskedFile, AskedRule, AskedTopic
from madoguchi.knowledge.shapes.brands import Brand, BrandsFile, LinkTrick
from madoguchi.knowledge.shapes.carriers import Cap, Carrier, CarriersFile, OverseasPrice, Tariff, Tier
from madoguchi.knowledge.shapes.claims import Claim, ClaimsFile, FiguresFile, Series
from madoguchi.knowledge.shapes.contacts import Contact, ContactsFile, Hours, Shown, Spans
from madoguchi.knowledge.shapes.language import (
    ActRule,
    ActsFile,
    ConceptsFile,
    GenuineFile,
    MeansFile,
    ReadingsFile,
    SafetyFile,
    SafetyRow,
    VoiceFile,
)
from madoguchi.knowledge.shapes.letters import LetterForm, LettersFile, RecordSays
from madoguchi.knowledge.shapes.papers import ClerkCard, PapersFile, Preparation, WatcherSheet
from madoguchi.knowledge.shapes.redress import (
    BrokerPolicy,
    BrokersFile,
    ConditionRule,
    Cover,
    CoverFile,
    LawFile,
    PeriodRule,
    RedressRule,
    Statement,
)
from madoguchi.knowledge.shapes.reports import FieldRule, ReportForm, ReportsFile
from madoguchi.knowledge.shapes.schemes import (
    Answers,
    ChoiceRule,
    Days,
    If,
    Line,
    QuestionRule,
    QuestionsFile,
    Scheme,
    SignRule,
    StepRule,
    StepsFile,
)
from madoguchi.knowledge.shapes.shape import Kind, LifeCycle, Shape
from madoguchi.knowledge.shapes.solicitations import (
    OffersFile,
    OfferVoice,
    OfferWordRule,
    OtherWordsRule,
    PointRule,
    SolicitationRule,
    TradeRule,
)
from madoguchi.knowledge.shapes.sources import Source, SourcesFile

__all__ = [
    "ActRule",
    "ActsFile",
    "Answers",
    "AskedFile",
    "AskedRule",
    "AskedTopic",
    "Brand",
    "BrandsFile",
    "BrokerPolicy",
    "BrokersFile",
    "Cap",
    "Carrier",
    "CarriersFile",
    "ChoiceRule",
    "Claim",
    "ClaimsFile",
    "ClerkCard",
    "ConceptsFile",
    "ConditionRule",
    "Contact",
    "ContactsFile",
    "Cover",
    "CoverFile",
    "Days",
    "FieldRule",
    "FiguresFile",
    "GenuineFile",
    "Hours",
    "If",
    "Kind",
    "LawFile",
    "LetterForm",
    "LettersFile",
    "LifeCycle",
    "Line",
    "LinkTrick",
    "MeansFile",
    "OfferVoice",
    "OfferWordRule",
    "OffersFile",
    "OtherWordsRule",
    "OverseasPrice",
    "PapersFile",
    "PeriodRule",
    "PointRule",
    "Preparation",
    "QuestionRule",
    "QuestionsFile",
    "ReadingsFile",
    "RecordSays",
    "RedressRule",
    "ReportForm",
    "ReportsFile",
    "SafetyFile",
    "SafetyRow",
    "Scheme",
    "Series",
    "Shape",
    "Shown",
    "SignRule",
    "SolicitationRule",
    "Source",
    "SourcesFile",
    "Spans",
    "Statement",
    "StepRule",
    "StepsFile",
    "Tariff",
    "Tier",
    "TradeRule",
    "VoiceFile",
    "WatcherSheet",
]
