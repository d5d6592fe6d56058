"""Hostile mails against the real child process: each is read or calmly refused, and none costs more than its share."""

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from mails import FROM, base64_of, divided, html, mail, part, plain

from madoguchi.intake import apart
from madoguchi.intake.apart import read_mail
from madoguchi.intake.charsets import _CODECS
from madoguchi.intake.mail import story_of_mail
from madoguchi.intake.mime import MAX_RAW
from madoguchi.plain_text import UnreadableText

SRC = Path(__file__).resolve().parents[2] / "src"
MEGABYTE = 1_000_000
WORD = b"=?utf-8?B?44CQ6YeN6KaB?= "
# What the child used is asked for in a process that has no other children and is small itself.
MEASURED = f"""
import json, resource, sys
sys.path.insert(0, {str(SRC)!r})
from madoguchi.intake.apart import read_mail
from madoguchi.plain_text import UnreadableText
data, said = sys.stdin.buffer.read(), ""
try:
    story = read_mail(data, where="a.eml")
except UnreadableText as error:
    said = str(error)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps({{"said": said, "cpu": used.ru_utime + used.ru_stime, "mib": used.ru_maxrss / 1024}}))
"""


def nested(levels: int) -> bytes:
    inner = plain("なか")
    for _ in range(levels):
        inner = mail(FROM, "Content-Type: message/rfc822", body=inner)
    return inner


def headed(*fields: str | bytes) -> bytes:
    return mail(FROM, *fields)


def of_html(markup: str) -> bytes:
    return divided("mixed", plain("a"), html(markup), fields=(FROM,))


def labelled(charset: str, body: bytes) -> bytes:
    return mail(FROM, f"Content-Type: text/plain; charset={charset}", body=body)


# Built when they are asked for: they are large, and a test process that is large itself disturbs what others measure.
REFUSED = {
    "subject_of_8000_words": lambda: headed(b"Subject: " + WORD * 8_000),
    "subject_of_half_a_megabyte": lambda: headed(b"Subject: " + b"a" * 500_000),
    "field_of_9_kilobytes": lambda: headed(b"Subject: " + b"a" * 9_000),
    "header_without_end": lambda: b"From: a\n" + b"X: " + b"a" * MEGABYTE,
    "501_fields": lambda: headed(*["X: a"] * 501),
    "60000_fields": lambda: headed(*["X:"] * 12_000),
    "1000_mails_inside_each_other": lambda: nested(1_000),
    "21_mails_inside_each_other": lambda: nested(21),
    "1000_parts": lambda: divided("mixed", *[plain("a")] * 1_000, fields=(FROM,)),
    "100000_lines_like_a_boundary": lambda: divided("mixed", b"--=_m--x\n" * 100_000, fields=(FROM,)),
    "20_megabytes": lambda: headed("Subject: a") + b"a" * 20 * MEGABYTE,
    "never_ending_line": lambda: headed("Subject: a") + b"a" * (MAX_RAW - 1_000),
    "base64_of_9_megabytes": lambda: mail(
        FROM, "Content-Transfer-Encoding: base64", body=base64_of(b"a" * 6 * MEGABYTE)
    ),
    "tags": lambda: of_html("<b>" * 300_000),
    "nul": lambda: b"\0" * MEGABYTE,
    "random": lambda: bytes(range(256)) * 4_000,
}
READ = {
    "subject_of_8_kilobytes": lambda: headed(b"Subject: " + WORD * 320),
    "open_brackets": lambda: headed(
        b"To: " + b"(" * 5_000, b"From: " + b"(<" * 4_000, b"Subject: " + b"(" * 8_000
    ),
    "19_mails_inside_each_other": lambda: nested(19),
    "199_parts": lambda: divided("mixed", *[plain("a")] * 198, fields=(FROM,)),
    "long_field_that_nobody_reads": lambda: headed(b"X-Antispam: " + b"a" * 30_000),
    "boundaries_that_begin_alike": lambda: divided("mixed", *[b"\r\n--=_mm\r\n"] * 100, fields=(FROM,)),
    "parameters": lambda: headed(b"Content-Type: text/plain" + b";a=\\" * 1_900),
    "pieces_of_a_name": lambda: headed(
        b"Content-Disposition: inline" + b"".join(b";filename*%d*=%%41" % n for n in range(400))
    ),
    "utf_7": lambda: labelled("utf-7", b"+AGEAYg" * 100_000),
    "unknown_code": lambda: labelled("x-unknown", "あ".encode("cp932") * 500_000),
    "half_utf_16": lambda: labelled("utf-16", b"\x00\xd8" * 500_000),
    "escapes": lambda: labelled("iso-2022-jp", b"a" + b"\x1b$B\x1b(B" * 400_000),
    "quoted_printable": lambda: mail(
        FROM, "Content-Transfer-Encoding: quoted-printable", body=b"=" * 3 * MEGABYTE
    ),
    "marks": lambda: labelled("utf-8", ("か" + "\u3099" * 400_000).encode()),
    "comments": lambda: of_html("<!--" * 500_000),
    "attributes": lambda: of_html("<a x='" * 500_000),
    "styles": lambda: of_html("<style>" + ".a{" * 500_000),
    "numbers": lambda: of_html("&#" + "9" * 2_000_000),
    "picture_in_the_page": lambda: of_html(
        '<img src="data:image/png;base64,' + "A" * 3_000_000 + '"><p>a</p>'
    ),
}


def measured(data: bytes) -> dict:
    command = [sys.executable, "-c", MEASURED]
    done = subprocess.run(command, input=data, capture_output=True, check=True, timeout=60)
    return json.loads(done.stdout)


@pytest.mark.parametrize("name", REFUSED)
def test_too_much_is_refused_in_words(name):
    used = measured(REFUSED[name]())
    assert used["said"].startswith("a.eml: ") and used["said"].endswith("ください。"), used
    assert used["cpu"] <= 1 and used["mib"] <= 256, used


@pytest.mark.parametrize("name", READ)
def test_the_odd_is_read(name):
    used = measured(READ[name]())
    assert used["said"] == "" and used["cpu"] <= 1 and used["mib"] <= 256, used


# --- the limits of the child themselves -------------------------------------------------------------

BOUND = f"import sys; sys.path.insert(0, {str(SRC)!r}); import socket\nfrom madoguchi.intake.alone import _limit; _limit()\n"


def ended(program: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", BOUND + program]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


@pytest.mark.parametrize(
    ("program", "said"),
    [
        ("bytearray(300 << 20)", "MemoryError"),
        ("open('/dev/null')", "Too many open files"),
        ("socket.socket()", "Too many open files"),
        ("__import__('os').pipe()", "Too many open files"),
        ("import resource; sys.exit(str(resource.getrlimit(resource.RLIMIT_CPU)))", "(5, 5)"),
    ],
)
def test_the_child_cannot(program, said):
    done = ended(program)
    assert done.returncode != 0 and said in done.stderr


KNOWN_TO_THE_CHILD = {
    f"madoguchi.{one}" for one in ("words", "plain_text", "simple_japanese", "letters", "english", "terms")
}


def test_the_child_does_not_load_the_knowledge():
    child = SRC / "madoguchi" / "intake" / "alone.py"
    program = f"import runpy, sys; sys.argv[1:] = [{str(SRC)!r}]; runpy.run_path({str(child)!r}, run_name='__main__')\n"
    loaded = "print(*[m for m in sys.modules if m.startswith('madoguchi.') and 'intake' not in m], file=sys.stderr)"
    command = [sys.executable, "-c", program + loaded]
    done = subprocess.run(command, input=headed(), capture_output=True, check=True)
    native = {"madoguchi.native", "madoguchi._native"}  # the second only where it was built
    assert set(done.stderr.decode().split()) - native == KNOWN_TO_THE_CHILD


def test_the_child_needs_no_file_for_any_code():
    words = [
        part(f"Content-Type: text/plain; charset={label}", body=b"a\xe9\x1b$B!!\x1b(B")
        for label in sorted(_CODECS)
    ]
    assert (
        read_mail(divided("mixed", *words, fields=(FROM,)), where="a.eml").text.count("a") >= len(words) // 2
    )


def test_a_child_that_takes_too_long_is_ended(monkeypatch):
    monkeypatch.setattr(apart, "WALL_SECONDS", 0.001)
    with pytest.raises(UnreadableText, match=r"^a\.eml: このメールは、決めた時間と量の中では"):
        read_mail(headed(), where="a.eml")


def test_a_child_that_fails_is_no_traceback(monkeypatch, tmp_path):
    (tmp_path / "alone.py").write_text("raise SystemError('a' * 100)", encoding="utf-8")
    monkeypatch.setattr(apart, "_CHILD", tmp_path / "alone.py")
    with pytest.raises(UnreadableText, match="読めませんでした"):
        read_mail(headed(), where="a.eml")


def test_a_child_that_never_stops_talking_is_ended(monkeypatch, tmp_path):
    (tmp_path / "alone.py").write_text("while True: print('a' * 1000)", encoding="utf-8")
    monkeypatch.setattr(apart, "_CHILD", tmp_path / "alone.py")
    with pytest.raises(UnreadableText, match="読めませんでした"):
        read_mail(headed(), where="a.eml")


def test_many_threads_may_read_at_once():
    with ThreadPoolExecutor(4) as threads:
        subjects = threads.map(lambda n: read_mail(headed(f"Subject: {n}"), where="a").subject, range(8))
    assert list(subjects) == [str(n) for n in range(8)]


def test_a_part_of_another_process_is_the_same_story():
    data = divided(
        "mixed", plain("口座"), part("Content-Type: a/b; name=x.exe"), fields=(FROM, "Subject: 件")
    )
    assert read_mail(data, where="a.eml") == story_of_mail(data)
