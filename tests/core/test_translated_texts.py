"""How the texts of other languages are written: plain Japanese with readings, English without Japanese, the same facts in both."""

from __future__ import annotations

import re
import unicodedata
from statistics import median

import pytest

from madoguchi import ruby
from madoguchi.knowledge import known_in, load
from madoguchi.knowledge.check import problems_of
from madoguchi.knowledge.displayed import changed, texts_of

JA, EASY, EN = (texts_of(known_in(language)) for language in ("ja", "easy", "en"))
PLAIN = {place: ruby.without(text) for place, text in EASY.items()}
SENTENCES = [(place, one.strip()) for place, text in PLAIN.items() for one in text.split("。") if one.strip()]
KANJI = re.compile("[一-龥々]")
JAPANESE = re.compile("[ぁ-んァ-ヴー一-龥々]+")
GLOSS = re.compile("〈[^〉]*〉")
MONTHS = "January February March April May June July August September October November December".split()
MONTH = re.compile(rf"(?<=\d )May\b|\bMay(?= \d)|\b(?:{'|'.join(m for m in MONTHS if m != 'May')})\b")
# People read these in need; the others quote laws and terms, and names of offices are as they are.
IN_NEED = ("schemes/", "steps/", "questions/", "safety/", "phrases/", "genuine/", "brands/")
LONGEST, MEDIAN, MOST_KANJI, MOST_KANJI_OF_TERMS, SHARE = 60, 35, 13, 20, 0.30
SPOKEN = re.compile(r"/(say|ask)/\d+$")
JAPANESE_SIGN = re.compile("[ぁ-ヿ一-鿿]")
NAMES = re.compile(r"^contacts/[^/]+/name$")
DOUBLE = re.compile("なくはない|ないわけでは|ないことはない|なくもない|ないでは(ない|いられ)")
BLAME = re.compile("気をつけていれば|なぜ払|自業自得")
PROMISES = re.compile(
    r"\b(is|are|be) (completely |quite )?safe\b|100 ?%|guarantee|will get (it|your money|the money) back|illegal\b"
    r"|your (own )?fault|you have the right|!!|do not worry",
    re.IGNORECASE,
)
# A flat no in Japanese, and what keeps it in English and in plain Japanese.
FLAT_NO = re.compile(
    "(?<!かもしれ)(?<!かまい)(?<!ては)(?<!では)(?<!たり)ません(?!か)|ないで(?!すか|きる)|てはいけない"
)
NO_IN_ENGLISH = re.compile(
    r"\b(not|no|never|nor|neither|cannot|nothing|nobody|nowhere|none|without|only|except|instead|keep|leave|wait"
    r"|until|unless|refus\w+|un\w+|closed|before|fails?|hard)\b",
    re.IGNORECASE,
)
NO_IN_EASY = re.compile("ません|ない|なく|だけ|休み")


def numbers(text: str) -> set[str]:
    """The numbers of ``text`` however they are written: 7万, 70,000, 10:00 and 10, December and 12."""
    plain = re.sub(r"(?<=\d),(?=\d{3})", "", unicodedata.normalize("NFKC", text))
    plain = MONTH.sub(lambda month: f" {MONTHS.index(month[0]) + 1} ", plain)
    plain = re.sub(r"(\d+)万", lambda many: str(int(many[1]) * 10_000), plain)
    plain = re.sub(r"(?<!\d)(\d{1,2}):00(?!\d)", r"\1", plain)
    return set(re.findall(r"\d+(?:\.\d+)?", plain))


def english(place: str) -> str:
    """The English alone: behind what is to be spoken in Japanese, or behind a name."""
    text = EN[place]
    return text.partition("] = ")[2] if SPOKEN.search(place) else text


# --- plain Japanese -------------------------------------------------------------------------------------


def test_no_plain_sentence_is_too_long() -> None:
    assert [row for row in SENTENCES if len(row[1]) > LONGEST] == []


def test_plain_sentences_are_short() -> None:
    assert median(len(one) for _, one in SENTENCES) <= MEDIAN


def test_plain_texts_have_few_kanji() -> None:
    whole = "".join(one for _, one in SENTENCES)
    assert len(KANJI.findall(whole)) <= SHARE * len(whole)


def test_no_plain_sentence_is_crowded_with_kanji() -> None:
    counts = {row: len(KANJI.findall(GLOSS.sub("", row[1]))) for row in SENTENCES if not NAMES.match(row[0])}
    most = {row: MOST_KANJI if row[0].startswith(IN_NEED) else MOST_KANJI_OF_TERMS for row in counts}
    assert [row for row, count in counts.items() if count > most[row]] == []


def test_a_reading_stands_above_every_kanji() -> None:
    bare = {place: "".join(r.text for r in ruby.runs(text) if not r.reading) for place, text in EASY.items()}
    assert [place for place, text in bare.items() if KANJI.search(text)] == []


def test_readings_repeat_the_kana_between_kanji() -> None:
    found = [run for text in EASY.values() for run in ruby.runs(text) if run.reading]
    assert [run for run in found if not KANJI.search(run.text) or re.search("[ぁ-ん]", run.text)] == []


def test_plain_texts_neither_turn_twice_nor_blame() -> None:
    assert [place for place, text in PLAIN.items() if DOUBLE.search(text) or BLAME.search(text)] == []


def test_plain_texts_promise_nothing_and_claim_nothing_that_no_longer_holds() -> None:
    bare = changed(known_in("easy"), lambda _, text: ruby.without(text))
    assert problems_of(bare) == []


# --- English --------------------------------------------------------------------------------------------


def test_english_texts_hold_no_japanese_but_what_people_will_meet() -> None:
    told = {place: english(place) for place in EN if not NAMES.match(place)}
    left = {
        place: [one for one in JAPANESE.findall(text) if one not in JA[place]] for place, text in told.items()
    }
    assert {place: words for place, words in left.items() if words} == {}


def test_what_is_said_to_a_desk_stands_in_japanese_with_its_sound_and_its_meaning() -> None:
    spoken = [place for place in EN if SPOKEN.search(place)]
    whole = re.compile(r"(?P<said>.+) \[(?P<sound>[ -~〜○]+)\] = .+")
    shown = {place: whole.fullmatch(EN[place]) for place in spoken}
    assert [place for place, one in shown.items() if one is None or one["said"] != JA[place]] == []


def test_a_desk_keeps_its_japanese_name_behind_the_english_one() -> None:
    names = {place: EN[place].partition(" (")[0] for place in EN if NAMES.match(place)}
    kept = {place: JA[place].replace(f" ({names[place]})", "") for place in names}
    assert [place for place in names if kept[place] not in EN[place]] == []
    assert [place for place in names if JAPANESE_SIGN.search(names[place])] == []


def test_english_texts_promise_nothing_and_blame_nobody() -> None:
    assert [place for place in EN if PROMISES.search(english(place))] == []


# --- the same facts -------------------------------------------------------------------------------------

_CALENDAR = ("phrases/month_", "phrases/era_")


@pytest.mark.parametrize("other", [PLAIN, {place: english(place) for place in EN}], ids=["easy", "en"])
def test_the_numbers_are_those_of_the_original(other: dict[str, str]) -> None:
    told = [place for place in JA if not place.startswith(_CALENDAR)]
    assert [(place, other[place]) for place in told if numbers(JA[place]) != numbers(other[place])] == []


@pytest.mark.parametrize("language", ["easy", "en"])
def test_phones_pages_and_hours_are_untouched(language: str) -> None:
    rows = zip(load().contacts.values(), known_in(language).contacts.values(), strict=True)
    for japanese, other in rows:
        assert [getattr(one.phone, "value", None) for one in (japanese, other)].count(
            getattr(japanese.phone, "value", None)
        ) == 2
        assert (japanese.web, japanese.mail) == (other.web, other.mail)
        assert getattr(japanese.hours, "open", None) == getattr(other.hours, "open", None)


def test_a_flat_no_stays_one() -> None:
    flat = [place for place in JA if FLAT_NO.search(JA[place])]
    assert [(p, JA[p], english(p)) for p in flat if not NO_IN_ENGLISH.search(english(p))] == []
    assert [(p, JA[p], PLAIN[p]) for p in flat if not NO_IN_EASY.search(PLAIN[p])] == []


def test_no_new_no_comes_in() -> None:
    yes = [place for place in JA if place.startswith(("steps/", "schemes/")) and place.endswith("/text")]
    new = [
        p
        for p in yes
        if re.search(r"\b(do not|never)\b", english(p), re.I)
        and not re.search("な[いくけ]|ません|ず|断", JA[p])
    ]
    assert [(place, JA[place], EN[place]) for place in new] == []


ENDINGS = re.compile(r"\b(remashita|rete|reta|mashita|masu|te|tara|tari)\b")


def test_no_ending_stands_apart_from_its_verb_in_what_is_to_be_read_out() -> None:
    spoken = [EN[place].partition("] = ")[0] for place in EN if SPOKEN.search(place)]
    assert [text for text in spoken if ENDINGS.search(text.partition("[")[2])] == []
