"""How the names of hosts are spelled, and what an address gives away by itself."""

import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madoguchi.addresses import address_of
from madoguchi.knowledge import KnowledgeError, load
from madoguchi.knowledge.host_letters import host_letters, read_host_letters
from madoguchi.look_alikes import likeness
from madoguchi.spelling import is_initials_and_word, is_made_of_words, is_mixed, oddness
from madoguchi.strange_hosts import clues_of

ROOT = Path(__file__).parents[2]
BRANDS, RULES = load().brands, load().link_tricks


def clues(link: str) -> set[str]:
    return {clue.id for clue in clues_of(link, BRANDS, rules=RULES)}


@pytest.mark.parametrize("name", ["kazemachi", "hidamari", "bluebridge", "tanakashoten", "toy", "x", ""])
def test_what_people_call_their_hosts_is_not_odd(name):
    assert oddness(name) > -10


@pytest.mark.parametrize("name", ["krhznxq", "gwvtkq", "zblqwxk", "xkqjvhw-bnmzx"])
def test_thrown_letters_are_odd(name):
    assert oddness(name) < -50


@pytest.mark.parametrize(
    ("label", "mixed"),
    [
        ("e9qk", True),
        ("7jjf76", True),
        ("xcg307", True),
        ("16761", True),
        ("studio24", False),
        ("web2print", False),
        ("r20", False),
        ("kazemachi", False),
    ],
)
def test_digits_among_letters_are_mixed_unless_words_have_a_number(label, mixed):
    assert is_mixed(label) is mixed


def test_a_name_is_cut_into_words_or_not():
    assert is_made_of_words("blueoceanhotels")
    assert not is_made_of_words("blueoceanx")


@pytest.mark.parametrize(("label", "named"), [("kxqbank", True), ("krhznxqbank", False), ("krhznxq", False)])
def test_initials_before_a_word_are_a_name(label, named):
    assert is_initials_and_word(label) is named


@given(st.text(max_size=80))
def test_no_label_breaks_the_spelling(label):
    assert isinstance(oddness(label), float)
    assert is_mixed(label) in {True, False}


@pytest.mark.parametrize(
    ("link", "clue"),
    [
        ("https://hinata.krhznxq.top/", "letters_thrown"),
        ("https://krhznxqw.com/", "letters_thrown"),
        ("https://e9qk.com/", "digits_mixed"),
        ("https://zblqwxk.kazemachi.com/", "front_thrown"),
        ("https://account-login.kazemachi-update.com/", "asks_in_name"),
        ("https://account-verify.com/", "asks_only"),
        ("https://kazemachi.shop/", "easy_ending"),
        ("https://kazemachi.top/", "odd_ending"),
        ("https://kazemachi.wixsite.com/", "anyones_host"),
        ("https://kazemachi.onedumb.com/", "changing_host"),
        ("https://bit.ly/3kQzX8m", "short_link"),
        ("https://kazemachi.example.com:8080/", "odd_port"),
        ("https://www.example.co.jp@kazemachi.com/", "name_before_at"),
        ("https://kazemаchi.com/", "foreign_letters"),
        ("https://rakuten.top/", "name_elsewhere"),
        ("https://rakuten-qk.com/", "name_and_more"),
        ("https://kazemachirakuten.com/", "name_like"),
        ("https://krhznxqw.com/rakuten/", "name_in_tail"),
        ("https://krhznxqw.com/login/", "asks_in_tail"),
        ("http://203.0.113.7/", "bare_number_host"),
    ],
)
def test_a_clue_is_found(link, clue):
    assert clue in clues(link)


@pytest.mark.parametrize(
    ("link", "clue"),
    [
        ("https://d1kx8zqlm2w9f.cloudfront.net/a.png", "letters_thrown"),
        ("https://bit.ly/", "short_link"),
        ("https://kazemachi.com/rakuten/", "name_in_tail"),
        ("https://krhznxqw.co.jp/", "letters_thrown"),
        ("https://rakuten.co.nz/", "name_elsewhere"),
        ("https://kxqbw.com/", "letters_thrown"),
        ("https://kazemachi.example.com:443/", "odd_port"),
        ("https://www.amazon.co.jp/krhznxqw", "letters_thrown"),
    ],
)
def test_a_clue_is_not_found_where_it_is_not(link, clue):
    assert clue not in clues(link)


@pytest.mark.parametrize(
    ("host", "how"),
    [
        ("amazon.kazemachi.com", "front"),
        ("amazom.com", "almost"),
        ("amazonqk.com", "added"),
        ("amazonbooks.com", "like"),
        ("amazon.icu", "elsewhere"),
    ],
)
def test_how_a_name_is_borrowed_is_told(host, how):
    found = likeness(address_of(host), BRANDS, asked=False)
    assert (found.name, found.how) == ("Amazon", how)


@pytest.mark.parametrize("host", ["amazon.co.jp", "kazemachi.com", "amazonas.com", "t-mobile.com"])
def test_what_borrows_no_name_is_left_alone(host):
    assert likeness(address_of(host), BRANDS, asked=False) is None


@pytest.mark.parametrize("line", ["ab\t1 2 3", "abc\t" + "1 " * 26 + "1", "ab\tx" + " 1" * 26])
def test_a_broken_file_of_letters_is_refused_with_its_line(tmp_path, line):
    path = tmp_path / "host_letters.tsv"
    path.write_text(f"# head\n{line}\n", encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"host_letters\.tsv:2"):
        read_host_letters(path)


def test_the_file_is_what_the_words_teach():
    sys.path.insert(0, str(ROOT / "tools"))
    try:
        import learn_links
    finally:
        sys.path.pop(0)
    words = learn_links.words_of(learn_links.SOURCE)
    assert learn_links.written(learn_links.learned(words), words) == learn_links.LETTERS.read_text("utf-8")


def test_there_are_letters_and_words():
    assert len(host_letters().after) == 27 * 26 + 1
    assert len(host_letters().words) > 3_000
