"""A mail (.eml) as a Story: subject, sender, the words that a person sees, where the links lead, the names of what is attached.

Pure: bytes in, a Story out; ``apart.py`` runs it in a process of its own. Nothing else of a mail reaches a case: what its header says
about other things (who checked it, how important it is) is at most told as the mail's own words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from madoguchi.intake.headers import words_in
from madoguchi.intake.mime import Part, parts_of
from madoguchi.intake.page import Seen, seen_in
from madoguchi.plain_text import MAX_CHARS_DESK, UnreadableText
from madoguchi.words import Story

_MAX_SHOWN = MAX_CHARS_DESK + 1  # one more than anybody reads: the reader then says that it is too long
_MAX_LINKS = 500
_COVERING = 1_000
_WORDED = frozenset({"text/plain", "text/html", "text/enriched", "text/richtext"})
_CARRIED = frozenset({"message/rfc822", "message/global"})
_CLOSED = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime", "application/pgp-encrypted"})
_CHECK = re.compile(r"\b(spf|dkim|dmarc) {0,3}= {0,3}([a-z]{3,12})\b", re.IGNORECASE)
_ADDRESS = re.compile(r"<([^<>]{1,320})>")


@dataclass
class _Found:
    """What was met on the way through the parts, in the order in which a mail program shows it."""

    texts: list[str] = field(default_factory=list)
    anchors: list[tuple[str, str]] = field(default_factory=list)
    urls: list[str] = field(default_factory=list)
    attachments: list[str] = field(default_factory=list)
    closed: bool = False


def story_of_mail(data: bytes) -> Story:
    """Returns the mail as a Story. Raises UnreadableText (Japanese): no mail, over a limit, or nothing that can be read."""
    mail = parts_of(data)
    carried = _forwarded(mail)
    found = _Found()
    for part in (carried, mail) if carried else (mail,):
        _look(part, found, but=carried if part is mail else None)
    seen = carried or mail
    text = "\n\n".join(text for text in found.texts if text.strip())[:_MAX_SHOWN]
    subject = words_in(seen.fields.get("subject", b"")) or None
    if found.closed and not text.strip():
        raise UnreadableText("本文が暗号化されていて読めません。", "mail_locked")
    if not (text.strip() or subject or found.attachments):
        raise UnreadableText("メールに文章がありません。", "mail_empty")
    return Story(
        text=text,
        medium="email",
        subject=subject,
        sender=_sender(seen.fields.get("from", b"")) or None,
        urls=tuple(found.urls[:_MAX_LINKS]),
        anchors=tuple(found.anchors[:_MAX_LINKS]),
        attachments=tuple(dict.fromkeys(found.attachments)),
        checks=_checks(seen.fields.get("authentication-results", b"")),
    )


def _forwarded(mail: Part) -> Part | None:
    """The one mail that somebody sends on as an attachment, with a few words of their own and no link."""
    leaves = list(_leaves(mail))
    carried = [part for part in leaves if part.kind in _CARRIED and part.inside]
    if len(carried) != 1 or mail in carried:
        return None
    own = _Found()
    _look(mail, own, but=carried[0].inside[0])
    plain = not own.anchors and not own.attachments and len("".join(own.texts)) <= _COVERING
    return carried[0].inside[0] if plain else None


def _leaves(part: Part) -> Iterator[Part]:
    """The parts that nothing divides; a mail inside the mail is one."""
    if part.kind in _CARRIED or not part.inside:
        yield part
    else:
        for inner in part.inside:
            yield from _leaves(inner)


def _look(part: Part, found: _Found, *, but: Part | None) -> None:
    """Adds what ``part`` shows; ``but`` is shown elsewhere."""
    if part.kind == "multipart/alternative":
        _choose(part.inside, found, but=but)
    elif part.kind in _CARRIED and part.inside:
        if part.inside[0] is not but:
            found.attachments.append(_name_of_mail(part))
            _look(part.inside[0], found, but=but)
    elif part.inside:
        for inner in part.inside:
            _look(inner, found, but=but)
    elif part.kind in _WORDED and part.disposition[0] != "attachment":
        _read(part, found)
    elif part.name or part.disposition[0] == "attachment":
        found.attachments.append(part.name or f"名前のない添付（{part.kind[:60]}）")
    found.closed |= part.kind in _CLOSED


def _name_of_mail(part: Part) -> str:
    subject = words_in(part.inside[0].fields.get("subject", b""))
    return part.name or f"{subject[:100] or 'メール'}.eml"


def _choose(ways: Sequence[Part], found: _Found, *, but: Part | None) -> None:
    """Of several ways to show the same: the one that mail programs show, HTML with words in it, else the last with words."""
    tried = []
    for way in ways:
        one = _Found()
        _look(way, one, but=but)
        tried.append((way, one))
    worded = [(way, one) for way, one in tried if any(text.strip() for text in one.texts)]
    shown = next(
        (one for way, one in reversed(worded) if _has_html(way)), worded[-1][1] if worded else _Found()
    )
    pictures = [one for way, one in tried if _has_html(way) and one is not shown]
    found.texts += shown.texts
    for one in (shown, *pictures):  # a page that is one large picture has no words, and has its link
        found.anchors += one.anchors
        found.urls += one.urls
    for _, one in tried:
        found.attachments += one.attachments
        found.closed |= one.closed


def _has_html(part: Part) -> bool:
    return any(leaf.kind == "text/html" for leaf in _leaves(part))


def _read(part: Part, found: _Found) -> None:
    if part.kind == "text/html":
        seen = seen_in(part.text)
    elif part.parameters.get("format", "").lower() == "flowed":
        seen = Seen(
            _unflowed(part.text[:_MAX_SHOWN], closed=part.parameters.get("delsp", "").lower() == "yes")
        )
    else:
        seen = Seen(part.text[:_MAX_SHOWN])
    found.texts.append(seen.text)
    found.anchors += seen.anchors
    found.urls += seen.urls
    if part.name:
        found.attachments.append(part.name)


def _unflowed(text: str, *, closed: bool) -> str:
    """Joins the lines that a mail program broke itself: they end with a space (RFC 3676)."""
    lines: list[str] = []
    flowing = False
    for line in text.split("\n"):
        if flowing and line != "-- ":
            lines.append(line)
        else:
            lines += ["\n", line]
        flowing = line.endswith(" ") and line != "-- "
        if flowing and closed:
            lines[-1] = line[:-1]
    return "".join(lines[1:])


def _sender(raw: bytes) -> str:
    """``Name <address>``, the name decoded. The address is the one outside the encoded words: inside them anybody writes any."""
    addresses = _ADDRESS.findall(_unquoted(raw.decode("latin-1")))
    address = " ".join(words_in(addresses[-1].encode("latin-1")).split()) if addresses else ""
    if not address:
        return words_in(raw)
    name = words_in(raw.decode("latin-1").rpartition(f"<{addresses[-1]}>")[0].encode("latin-1")).strip(' "')
    return f"{name} <{address}>" if name else address


def _unquoted(text: str) -> str:
    """Without what stands in quotes: ``"<a@b.jp>" <c@d.jp>`` has one address."""
    kept = [piece for at, piece in enumerate(text.split('"')) if at % 2 == 0]
    return " ".join(kept) if text.count('"') % 2 == 0 else text


def _checks(raw: bytes) -> tuple[str, ...]:
    """What the mail says about checks of its sender (``spf=pass``). It is told, never believed: a sender can write it too."""
    found = [f"{one[1].lower()}={one[2].lower()}" for one in _CHECK.finditer(words_in(raw))]
    return tuple(dict.fromkeys(found))[:6]
