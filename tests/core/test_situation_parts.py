"""Quotes stand in the part that they name: the text, the subject, the sender."""

from reading import told

from madoguchi import Story
from madoguchi.parts import Parts


def test_a_quote_that_would_run_into_the_subject_ends_with_the_text():
    story = Story(text="カードで", subject="払いました")
    parts = Parts.of(story)
    assert parts.quote(0, len(parts.plain.text)) == ("カードで", 0, 4, None)


def test_a_quote_of_the_subject_counts_from_its_beginning():
    parts = Parts.of(Story(text="本文", subject="件名です", sender="だれか"))
    at = parts.plain.text.index("件名")
    assert parts.quote(at, len(parts.plain.text)) == ("件名です", 0, 4, "subject")


def test_what_was_given_is_quoted_from_its_part():
    (gave,) = told("どうしたらいいですか。", subject="電話でカード番号を教えました").situation.gave
    assert (gave.part, gave.quote) == ("subject", "電話でカード番号を教えました"[gave.start : gave.end])


def test_a_card_far_from_the_paying_is_not_what_was_paid_by():
    text = (
        "クレジットカードの勧誘が来ました。" + "天気の話をしました。" * 20 + "クレジットカードで払いました。"
    )
    facts = [fact for fact in told(text).situation.facts if fact.stage == "card_given"]
    assert facts and all(len(fact.quote) < 40 for fact in facts)


def test_a_photograph_of_a_number_that_was_sent_is_no_device_that_was_given():
    gave = told("カードの番号を写真に撮って相手に送ってしまいました。").situation.gave
    assert "device" not in {one.item for one in gave}
    assert "device" in {one.item for one in told("ハードディスクを業者に送ってしまいました。").situation.gave}
