"""The case that is carried to another desk: complete, signed or said not to be, readable as text and as pictures."""

import base64
import io
import json
import re
from pathlib import Path

import jsonschema_rs
import pytest
from folding import AT, HOSTILE, TOLD, bundle, dictionaries, fifty, opened
from PIL import Image

from madoguchi.papers import Signer, papers_of
from madoguchi.papers.case_file import MOST_OF_CODE, case_of, hand_over_code, signed_by
from madoguchi.papers.material import seen_by

KEY = Signer("みどり町 2026", bytes(range(32)))
SCHEMA = Path(__file__).parents[2] / "docs" / "reference" / "case.schema.json"


def files(text: str = TOLD, **beside: object) -> dict[str, bytes]:
    return papers_of(bundle(text, **beside), ["case"], at=AT)


def case(text: str = TOLD, **beside: object) -> dict:
    return json.loads(files(text, **beside)["case.json"])


@pytest.mark.parametrize("text", [TOLD, *HOSTILE], ids=range(len(HOSTILE) + 1))
def test_a_case_fits_its_published_schema(text):
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    assert list(jsonschema_rs.validator_for(schema).iter_errors(case(text, signer=KEY))) == []


def test_a_case_holds_the_story_as_it_was_told():
    assert case(HOSTILE[3])["story"]["text"] == HOSTILE[3]


def test_a_case_tells_nobody_how_signs_weigh():
    found = case()["consultation"]["schemes"]
    assert found and {one["weight"] for one in found} == {None}
    assert {sign["id"] for one in found for sign in one["signs"]} == {None}


def test_an_unsigned_case_says_so():
    made = files()
    assert case()["signature"] is None and "署名: ありません" in made["case.txt"].decode()
    assert "case-qr.png" not in made and not signed_by(made["case.json"], KEY.public_key)


def test_a_signed_case_is_known_and_a_changed_one_is_not():
    signed = files(signer=KEY)["case.json"]
    assert signed_by(signed, KEY.public_key)
    assert not signed_by(signed.replace("母".encode(), "父".encode(), 1), KEY.public_key)
    assert not signed_by(signed, Signer("ほか", bytes(32)).public_key)


def test_a_key_that_a_later_version_adds_is_signed_too():
    signed = json.loads(files(signer=KEY)["case.json"])
    assert not signed_by(json.dumps({**signed, "later": 1}).encode(), KEY.public_key)


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b'{"signature": {"value": "%"}}', b"\xff"])
def test_what_is_no_case_is_refused(data):
    with pytest.raises(ValueError, match="読めません"):
        signed_by(data, KEY.public_key)


def test_a_key_of_another_length_is_refused():
    with pytest.raises(ValueError, match="32 バイト"):
        Signer("短い", b"short")


@pytest.mark.parametrize("text", [TOLD, "詐欺", fifty()[7]], ids=["told", "short", "long"])
def test_the_hand_over_code_is_short_and_no_address(text):
    told = case_of(seen_by("case", bundle(text), at=AT), KEY)
    code = hand_over_code(told, KEY)
    assert len(code) <= MOST_OF_CODE and re.fullmatch(rb"MADOGUCHI1\.[\w-]+\.[\w-]+", code)


def test_the_hand_over_code_names_its_case_and_none_of_its_words():
    code = hand_over_code(case_of(seen_by("case", bundle(), at=AT), KEY), KEY)
    payload = code.split(b".")[1]
    told = json.loads(base64.urlsafe_b64decode(payload + b"=" * (-len(payload) % 4)))
    assert re.fullmatch("20261121-2040-[A-Z0-9]{3}", told["number"]) and set(told) >= {
        "case",
        "by",
        "revision",
    }
    assert "母" not in json.dumps(told, ensure_ascii=False)


def test_the_qr_picture_is_black_on_white_with_a_margin():
    picture = Image.open(io.BytesIO(files(signer=KEY)["case-qr.png"])).convert("L")
    assert set(picture.tobytes()) == {0, 255} and picture.size[0] == picture.size[1]
    assert picture.crop((0, 0, picture.size[0], 20)).getextrema() == (255, 255)


@pytest.mark.parametrize("text", [TOLD, fifty()[20]], ids=["told", "long"])
def test_the_text_form_holds_every_word_of_the_story(text):
    told = bare(files(text)["case.txt"].decode())
    assert bare(re.sub(r"http(?=s?:)", "hxxp", text)) in told


def bare(text: str) -> str:
    """Without spaces, and without what is put between the parts of an address."""
    return "".join(text.split()).translate({ord(char): None for char in "[.]"})


def test_the_picture_form_holds_pictures_only():
    pdf = opened(files()["case.pdf"])
    kinds = {str(one.get("/Type", "")) for one in dictionaries(pdf)}
    assert "/Font" not in kinds and not {key for one in dictionaries(pdf) for key in one.keys()} & {
        "/JS",
        "/URI",
    }
    images = [one for one in pdf.objects if getattr(one, "get", None) and one.get("/Subtype") == "/Image"]
    assert len(images) == len(pdf.pages) > 0


def test_two_stories_of_one_minute_have_two_numbers():
    told = (TOLD, TOLD + "もう一枚買いました。")
    assert len({seen_by("case", bundle(text), at=AT).number for text in told}) == 2
