"""Screenshots, letters and photos, drawn here and read by the real engine: the same answer as for their text, quotes in their place."""

from __future__ import annotations

import importlib.util
import io
import os
import shutil
import stat
import struct
import subprocess
import zlib
from pathlib import Path

import pytest
from click.testing import CliRunner
from reading import told

from madoguchi.cli import main
from madoguchi.intake import picture as pictures
from madoguchi.intake import read_story
from madoguchi.intake.picture import MAX_RAW, marked, picture_of
from madoguchi.plain_text import UnreadableText

FONTS = (
    "opentype/ipafont-gothic/ipagp.ttf",
    "opentype/ipafont-mincho/ipamp.ttf",
    "truetype/vlgothic/VL-PGothic-Regular.ttf",
)
MISSING = [
    *(name for name in FONTS if not Path("/usr/share/fonts", name).exists()),
    *(["Pillow"] if importlib.util.find_spec("PIL") is None else []),
    *(["tesseract"] if shutil.which("tesseract") is None else []),
]
needs_the_engine = pytest.mark.skipif(
    bool(MISSING), reason=f"pictures were NOT READ, missing: {MISSING}; `make test` installs it"
)

if not MISSING:
    import compared
    from PIL import Image
    from render import drawn, screens

BARS = {"scheme": 0.9, "amounts": 0.95, "addresses": 0.8, "letters": 0.95, "genuine": 1.0}


def shot(name: str) -> bytes:
    return drawn(next(screen for screen in screens() if screen.id == name))[0]


def test_what_reads_pictures_is_installed() -> None:
    assert MISSING == []


@needs_the_engine
def test_there_are_screens_of_every_scheme_and_genuine_ones() -> None:
    firsts = {told(screen.text).schemes[0].id for screen in screens() if not screen.genuine}
    assert len(screens()) >= 45 and sum(screen.genuine for screen in screens()) >= 6
    assert len(firsts) >= 15, firsts


@needs_the_engine
def test_pictures_lead_where_their_text_leads() -> None:
    found = compared.shares()
    different = {one.screen.id: one.schemes for one in compared.all_read() if len(set(one.schemes)) > 1}
    assert {name: share for name, share in found.items() if share < BARS[name]} == {}, different


@needs_the_engine
def test_a_quote_is_framed_where_it_stands() -> None:
    picture = picture_of(shot("popup_virus"), where="a.png")
    start = picture.text.index("050-0000-2291")
    (box,) = picture.boxes(start, start + 13)
    assert (
        abs((box.left + box.right) / 2 - 480) <= 12 and 300 <= box.right - box.left <= 360
    )  # in the middle of the window
    assert 390 <= box.top < box.bottom <= 440


@needs_the_engine
def test_a_quote_over_a_line_end_has_two_boxes() -> None:
    picture = picture_of(shot("chat_side_job"), where="a.png")
    start = picture.text.index("9,800円の振り込み")
    first, second = picture.boxes(start, start + 10)
    assert second.top > first.bottom and second.left < first.left


@needs_the_engine
def test_frames_are_drawn_and_nothing_else_changes() -> None:
    data = shot("popup_virus")
    picture = picture_of(data, where="a.png")
    before, after = Image.open(io.BytesIO(data)), Image.open(io.BytesIO(marked(picture, told(picture.text))))
    assert (after.format, after.size) == ("PNG", before.size)
    assert after.getpixel((5, 5)) == before.getpixel((5, 5))
    assert sum(count for count, colour in after.getcolors(1 << 20) if colour == (214, 40, 40)) > 500


@needs_the_engine
def test_a_marked_picture_carries_nothing_of_the_file_but_pixels() -> None:
    exif = Image.Exif()
    exif[270] = "at home"  # a description, as cameras and people add it
    out = io.BytesIO()
    Image.open(io.BytesIO(shot("unpaid_sms"))).save(out, "JPEG", exif=exif)
    picture = picture_of(out.getvalue(), where="a.jpg")
    assert b"at home" in out.getvalue() and b"at home" not in marked(picture, told(picture.text))


@needs_the_engine
@pytest.mark.parametrize("turn", [3, 6, 8])
def test_a_photo_taken_sideways_is_read_upright(turn: int) -> None:
    exif, out = Image.Exif(), io.BytesIO()
    exif[274] = turn
    degrees = {3: 180, 6: 90, 8: 270}[turn]
    Image.open(io.BytesIO(shot("unpaid_sms"))).rotate(degrees, expand=True).save(out, "JPEG", exif=exif)
    picture = picture_of(out.getvalue(), where="a.jpg")
    assert "未払い料金が発生しております。本日中に" in picture.text and picture.size == (1056, 1936)


@needs_the_engine
def test_what_shines_through_is_white() -> None:
    out = io.BytesIO()
    clear = Image.open(io.BytesIO(shot("unpaid_sms"))).convert("RGBA")
    clear.putalpha(Image.eval(clear.convert("L"), lambda light: 255 if light < 128 else 0))
    clear.save(out, "PNG")
    assert "未払い料金" in picture_of(out.getvalue(), where="a.png").text


# --- what cannot be read ----------------------------------------------------------------------------


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(width: int, height: int, *chunks: bytes) -> bytes:
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(chunks) + chunk(b"IEND", b"")


def animated(kind: str) -> bytes:
    out, frames = io.BytesIO(), [Image.new("L", (40, 40), shade) for shade in (0, 90, 200)]
    frames[0].save(out, kind, save_all=True, append_images=frames[1:])
    return out.getvalue()


PIXELS = chunk(b"IDAT", zlib.compress(b"\0" * 1_000_000, 9))
REFUSED = {
    "bomb": (png(50_000, 50_000, PIXELS), "4,000万画素まで"),
    "just_over": (png(8_000, 5_001, PIXELS), "4,000万画素まで"),
    "endless": (png(2_000_000_000, 2_000_000_000, PIXELS), "4,000万画素まで"),
    "no_pixels": (png(100, 100), "こわれているか"),
    "too_few_pixels": (png(5_000, 5_000, PIXELS), "こわれているか"),
    "only_a_mark": (b"\x89PNG\r\n\x1a\n", "こわれているか"),
    "jpeg_mark": (b"\xff\xd8\xff\xe0" + b"a" * 500, "こわれているか"),
    "webp_mark": (b"RIFF\xff\xff\xff\xffWEBPVP8X" + b"\xff" * 50, "4,000万画素まで"),
    "empty": (b"", "中身がありません"),
    "svg": (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "ではないもの"),
    "text": ("未納の料金があります".encode(), "ではないもの"),
    "pdf": (b"%PDF-1.7 ...", "PDF の画像で、読めません"),
    "heic": (b"\0\0\0\x18ftypheic\0\0\0\0", "HEIC の画像で、読めません"),
    "gif": (b"GIF89a" + b"\0" * 100, "GIF の画像で、読めません"),
}


def refusal(data: bytes) -> str:
    with pytest.raises(UnreadableText) as refused:
        picture_of(data, where="shot.png")
    assert str(refused.value).startswith("shot.png: ")
    return str(refused.value)


@needs_the_engine
@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_picture_to_read_says_why(name: str) -> None:
    data, said = REFUSED[name]
    assert said in refusal(data)


@needs_the_engine
def test_a_picture_cut_off_says_why() -> None:
    assert "途中で切れています" in refusal(shot("unpaid_sms")[:20_000])


@needs_the_engine
@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP"])
def test_what_moves_is_refused(kind: str) -> None:
    assert "読めません" in refusal(animated(kind))


@needs_the_engine
@pytest.mark.parametrize("colour", ["white", "black", "red"])
def test_a_picture_without_writing_says_so(colour: str) -> None:
    out = io.BytesIO()
    Image.new("RGB", (600, 600), colour).save(out, "PNG")
    assert "文字が見つかりません" in refusal(out.getvalue())


def test_a_file_that_is_too_large_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    with path.open("wb") as file:
        file.truncate(MAX_RAW + 1)
    with pytest.raises(UnreadableText, match="10,485,760 バイトまで"):
        read_story(path)


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.png")
    with pytest.raises(UnreadableText, match="ふつうのファイルではありません"):
        pictures.read_picture(tmp_path / "a.png")


@needs_the_engine
def test_what_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "WALL_SECONDS", 0.01)
    assert "決めた時間と量" in refusal(shot("unpaid_sms"))


def test_without_the_engine_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    said = refusal(png(10, 10, PIXELS))
    assert (
        'pip install "madoguchi[pictures]"' in said
        and "apt-get install tesseract-ocr tesseract-ocr-jpn" in said
    )


@needs_the_engine
def test_without_japanese_it_is_said_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = tmp_path / "tesseract"
    engine.write_text("#!/bin/sh\necho 'Failed loading language jpn' >&2\nexit 1\n")
    engine.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "Tesseract）が動きません" in refusal(shot("unpaid_sms"))


# --- at the command line ----------------------------------------------------------------------------


def run(*args: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(main, ["check", *args])
    return done.exit_code, done.stdout, done.stderr


@needs_the_engine
def test_a_picture_is_a_file_like_any_other_and_may_be_marked(tmp_path: Path) -> None:
    (tmp_path / "a.JPG").write_bytes(shot("photo_postcard"))
    code, out, _ = run("--file", str(tmp_path / "a.JPG"), "--marked", str(tmp_path / "b.png"))
    assert code == 0 and "架空請求" in out
    assert (tmp_path / "b.png").read_bytes().startswith(b"\x89PNG")
    assert os.name == "nt" or stat.S_IMODE((tmp_path / "b.png").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "args", [("x",), ("--file", "a.txt"), ("--lines", "a.jsonl"), ("--file", "a.png", "--marked", "b.jpg")]
)
def test_marks_need_a_picture_and_a_png(args: tuple[str, ...]) -> None:
    code, _, said = run("--marked", "b.png", *args)
    assert code == 2 and "--marked は --file の画像と一緒に" in said


def test_nothing_is_overwritten_by_marks(tmp_path: Path) -> None:
    (tmp_path / "b.png").write_bytes(b"mine")
    code, _, said = run("--file", str(tmp_path / "a.png"), "--marked", str(tmp_path / "b.png"))
    assert code == 2 and "上書きはしません" in said and (tmp_path / "b.png").read_bytes() == b"mine"


def test_marks_follow_no_link(tmp_path: Path) -> None:
    (tmp_path / "b.png").symlink_to(tmp_path / "elsewhere.png")
    code, _, said = run("--file", str(tmp_path / "a.png"), "--marked", str(tmp_path / "b.png"))
    assert code == 2 and "上書きはしません" in said and not (tmp_path / "elsewhere.png").exists()


@needs_the_engine
def test_no_child_is_left_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "WALL_SECONDS", 0.3)
    refusal(shot("mail_card"))
    running = subprocess.run(["ps", "-eo", "ppid,args"], capture_output=True, text=True, check=True).stdout
    assert [row for row in running.splitlines() if row.split()[0] == "1" and "--psm 6" in row] == []
