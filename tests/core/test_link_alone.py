"""An address with nothing beside it is a link to look at; a sentence that runs into an address without a space is told by somebody."""

import pytest
from reading import told

from madoguchi.links import is_only_a_link


@pytest.mark.parametrize(
    "text",
    [
        "https://日本語.jp/",
        "例え.テスト",
        "hxxps://example[.]com/a",
        "192.168.0.1/a",
        "xn--wgv71a.jp",
        "https://example.com/あ",
    ],
)
def test_an_address_alone(text):
    assert is_only_a_link(text)


@pytest.mark.parametrize(
    "text",
    [
        "母が通販でamazon.co.jpを見て電話した",
        "払ったのはexample.com",
        "https://example.comって何",
        "ファイルがreport.zipになった。",
        "見慣れない拡張子が並んでた。.zip。",
        "3.5万円払った",
    ],
)
def test_a_sentence_that_holds_an_address(text):
    assert not is_only_a_link(text)


@pytest.mark.parametrize(
    ("text", "scheme"),
    [
        ("sbi.co.jpからログインされ株を売られた", "securities_takeover"),
        (
            "ランサムにやられた。見慣れない拡張子が並んでた。.zip。あの瞬間、頭が真っ白になった。",
            "ransomware",
        ),
    ],
)
def test_a_story_without_spaces_stays_a_story(text, scheme):
    assert told(text).schemes[0].id == scheme
