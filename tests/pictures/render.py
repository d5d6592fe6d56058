"""Draws the test screenshots: phones, pop-ups, papers and photos of them, from screens.yaml, always the same.

Nothing here belongs to the program. The fonts come from Debian (fonts-ipafont-gothic, fonts-ipafont-mincho, fonts-vlgothic): `make test` installs
them. Pictures are drawn when they are needed and never committed.
"""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import yaml
from PIL import Image, ImageDraw, ImageFilter, ImageFont

FONTS = Path("/usr/share/fonts")
GOTHIC = "opentype/ipafont-gothic/ipagp.ttf"
MINCHO = "opentype/ipafont-mincho/ipamp.ttf"
ROUND = "truetype/vlgothic/VL-PGothic-Regular.ttf"
MARKS = {"# ": "heading", "> ": "mine", "! ": "button", "@ ": "small"}
NOT_FIRST = "、。，．」』）！？ーっゃゅょァィゥェォッャュョ"  # no Japanese line begins with these

Colour = str
Box = tuple[int, int, int, int]


@dataclass(frozen=True)
class Screen:
    """One test picture: what stands on it, how it looks, and whether it is genuine."""

    id: str
    look: str
    blocks: tuple[tuple[str, str], ...]
    genuine: bool

    @property
    def text(self) -> str:
        """Returns the words as a person would paste them."""
        return "\n".join(words for kind, words in self.blocks if kind != "column")


def screens() -> list[Screen]:
    """Returns all screens of screens.yaml."""
    rows = yaml.safe_load(Path(__file__).with_name("screens.yaml").read_text(encoding="utf-8"))
    return [
        Screen(
            id=row["id"],
            look=row["look"],
            blocks=tuple(_blocks(row["text"])),
            genuine=row.get("genuine", False),
        )
        for row in rows
    ]


def _blocks(text: str) -> Iterator[tuple[str, str]]:
    for block in text.strip().split("\n\n"):
        if block == "||":
            yield "column", ""
        else:
            kind = MARKS.get(block[:2], "body")
            yield kind, block if kind == "body" else block[2:]


@dataclass
class Canvas:
    """A picture that is drawn from the top down, and the words drawn so far in reading order."""

    size: tuple[int, int]
    ground: Colour
    font: str = GOTHIC
    ink: Colour = "#111111"
    y: int = 0
    drawn: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.image = Image.new("RGB", self.size, self.ground)
        self.draw = ImageDraw.Draw(self.image)

    def face(self, size: int, font: str = "") -> ImageFont.FreeTypeFont:
        """Returns the font in ``size`` pixels."""
        return ImageFont.truetype(str(FONTS / (font or self.font)), size)

    def lines(self, words: str, size: int, *, width: int) -> list[str]:
        """Returns ``words`` in lines of at most ``width`` pixels, broken as phones break Japanese: anywhere."""
        face, out = self.face(size), []
        for paragraph in words.split("\n"):
            line = ""
            for char in paragraph:
                if face.getlength(line + char) > width and char not in NOT_FIRST:
                    out.append(line)
                    line = ""
                line += char
            out.append(line)
        return [line.strip() for line in out if line.strip()]

    def write(self, words: str, size: int, *, x: int, width: int, **more: object) -> int:
        """Writes a paragraph at ``y`` and returns how tall it is. ``ink``, ``centred``, ``leading`` may be given."""
        step = int(size * float(str(more.get("leading", 1.5))))
        lines, face = self.lines(words, size, width=width), self.face(size)
        for at, line in enumerate(lines):
            left = x + (width - face.getlength(line)) / 2 if more.get("centred") else x
            self.draw.text((left, self.y + at * step), line, font=face, fill=str(more.get("ink", self.ink)))
        self.drawn.append("\n".join(lines))
        return len(lines) * step

    def label(self, words: str, size: int, *, at: tuple[int, int], ink: Colour) -> None:
        """Writes one short line anywhere: a clock, a name."""
        self.draw.text(at, words, font=self.face(size), fill=ink)
        self.drawn.append(words)


def _status_bar(canvas: Canvas, ink: Colour, size: int) -> None:
    width = canvas.size[0]
    canvas.label("20:41", size, at=(size, size // 2), ink=ink)
    for bar in range(4):
        left = width - size * 4 + bar * size // 3
        canvas.draw.rectangle((left, size * 1.3 - bar * size / 5, left + size // 5, size * 1.5), fill=ink)
    canvas.draw.rounded_rectangle(
        (width - size * 2.2, size * 0.7, width - size * 0.8, size * 1.5), 5, outline=ink, width=3
    )
    canvas.y = int(size * 2.5)


def _bubbles(
    canvas: Canvas, screen: Screen, size: int, *, them: tuple[str, str], me: tuple[str, str]
) -> None:
    width = canvas.size[0]
    room, pad = int(width * 0.66), int(size * 0.7)
    for kind, words in screen.blocks:
        ground, ink = me if kind == "mine" else them
        lines = canvas.lines(words, size, width=room)
        tall = len(lines) * int(size * 1.5) + pad * 2 - size // 3
        wide = int(max(canvas.face(size).getlength(line) for line in lines)) + pad * 2
        left = width - wide - size if kind == "mine" else size * 2
        canvas.draw.rounded_rectangle((left, canvas.y, left + wide, canvas.y + tall), size * 0.8, fill=ground)
        canvas.y += pad
        canvas.write(words, size, x=left + pad, width=room, ink=ink)
        canvas.y += tall
    canvas.drawn.append("")


def _messages(screen: Screen, colours: dict[str, str], *, size: int, name: str) -> Canvas:
    """A thread of short messages: status bar, name of the sender, bubbles, the field to type in."""
    canvas = Canvas((size * 24, size * 44), colours["ground"], font=ROUND, ink=colours["ink"])
    _status_bar(canvas, colours["ink"], int(size * 0.9))
    canvas.write(name, size, x=0, width=size * 24, centred=True)
    canvas.y += size * 3
    canvas.write("今日 20:38", int(size * 0.75), x=0, width=size * 24, centred=True, ink=colours["grey"])
    canvas.y += size * 2
    _bubbles(
        canvas, screen, size, them=(colours["them"], colours["ink"]), me=(colours["me"], colours["my_ink"])
    )
    bottom = canvas.size[1] - size * 3
    canvas.draw.rounded_rectangle(
        (size, bottom, size * 23, bottom + size * 2), size, outline=colours["grey"], width=2
    )
    canvas.label("メッセージを入力", int(size * 0.9), at=(size * 2, bottom + size // 2), ink=colours["grey"])
    return canvas


LIGHT = {
    "ground": "#ffffff",
    "ink": "#111111",
    "grey": "#8a8a8e",
    "them": "#e9e9eb",
    "me": "#0b84ff",
    "my_ink": "#ffffff",
}
DARK = {
    "ground": "#000000",
    "ink": "#f2f2f2",
    "grey": "#8e8e93",
    "them": "#26262a",
    "me": "#0b84ff",
    "my_ink": "#ffffff",
}
CHAT = LIGHT | {
    "ground": "#8cabd8",
    "grey": "#4a5a70",
    "them": "#ffffff",
    "me": "#86e06a",
    "my_ink": "#111111",
}
CHAT_DARK = DARK | {"ground": "#1c2733", "them": "#2b3a49", "me": "#3f7f4f"}


def _popup(screen: Screen, colours: tuple[str, str, str, str], *, size: int) -> Canvas:
    """A window over a page: bar, heading, words, a coloured button. ``colours``: around, window, ink, button."""
    around, window, ink, button = colours
    canvas = Canvas((size * 40, size * 30), around, font=GOTHIC, ink=ink)
    left, width = size * 3, size * 34
    canvas.draw.rectangle((left, size * 2, left + width, size * 28), fill=window, outline="#666666", width=2)
    canvas.draw.rectangle((left, size * 2, left + width, size * 4), fill=button)
    canvas.label("×", size, at=(left + width - size * 2, int(size * 2.4)), ink="#ffffff")
    canvas.y = size * 6
    for kind, words in screen.blocks:
        if kind == "button":
            canvas.draw.rounded_rectangle(
                (left + size * 8, canvas.y, left + size * 26, canvas.y + size * 3), 8, fill=button
            )
            canvas.y += size // 2
            canvas.write(
                words, int(size * 1.3), x=left + size * 8, width=size * 18, centred=True, ink="#ffffff"
            )
            canvas.y += size * 4
            continue
        large = int(size * 1.9) if kind == "heading" else size
        canvas.y += (
            canvas.write(
                words, large, x=left + size * 2, width=width - size * 4, centred=kind == "heading", ink=ink
            )
            + size
        )
    return canvas


def _paper(screen: Screen, *, size: int, width: int, tall: int) -> Canvas:
    """A letter or postcard in Mincho: heading in the middle, paragraphs with an indent, grain of the paper."""
    canvas = Canvas((size * width, size * tall), "#f4efe4", font=MINCHO, ink="#22201c", y=size * 3)
    for kind, words in screen.blocks:
        if kind == "heading":
            canvas.y += (
                canvas.write(
                    words, int(size * 1.5), x=size * 2, width=size * (width - 4), centred=True, leading=1.7
                )
                + size
            )
        else:
            canvas.y += (
                canvas.write("　" + words, size, x=size * 3, width=size * (width - 6), leading=1.7)
                + size // 2
            )
    canvas.image = _grain(canvas.image, strength=0.05)
    return canvas


def _mail(screen: Screen, colours: dict[str, str], *, size: int) -> Canvas:
    """A mail program on a phone: subject, sender with a round mark, words, a coloured button."""
    width = size * 26
    canvas = Canvas((width, size * 44), colours["ground"], font=ROUND, ink=colours["ink"])
    _status_bar(canvas, colours["ink"], size)
    for kind, words in screen.blocks:
        if kind == "heading":
            canvas.y += canvas.write(words, int(size * 1.4), x=size, width=width - size * 2) + size // 2
            canvas.draw.ellipse((size, canvas.y, size * 3, canvas.y + size * 2), fill="#c2573a")
            canvas.label(
                "お知らせ 20:15",
                int(size * 0.85),
                at=(size * 4, canvas.y + size // 2),
                ink=colours["grey"],
            )
            canvas.y += size * 3
        elif kind == "button":
            canvas.draw.rounded_rectangle(
                (size * 5, canvas.y, width - size * 5, canvas.y + size * 3), size, fill=colours["me"]
            )
            canvas.y += size // 2 + 4
            canvas.write(
                words, size, x=size * 5, width=width - size * 10, centred=True, ink=colours["my_ink"]
            )
            canvas.y += size * 4
        else:
            canvas.y += canvas.write(words, size, x=size, width=width - size * 2, leading=1.6) + size
    return canvas


def _columns(screen: Screen, *, size: int) -> Canvas:
    """A page in two columns."""
    canvas = Canvas((size * 44, size * 22), "#ffffff", font=ROUND, y=size * 2)
    x = size * 2
    for kind, words in screen.blocks:
        if kind == "column":
            x, canvas.y = size * 24, size * 2
            continue
        large = int(size * 1.25) if kind == "heading" else size
        canvas.y += (
            canvas.write(
                words, large, x=x, width=size * 18, ink="#b0261e" if kind == "heading" else "#222222"
            )
            + size
        )
    return canvas


def _inbox(screen: Screen, colours: dict[str, str], *, size: int) -> Canvas:
    """A list that is scrolled: a name and some words, a rule, the next."""
    width = size * 26
    canvas = Canvas((width, size * 50), colours["ground"], font=ROUND, ink=colours["ink"])
    _status_bar(canvas, colours["ink"], size)
    for at, (kind, words) in enumerate(screen.blocks):
        if kind == "heading":
            canvas.label(
                f"{19 - at}:05", int(size * 0.8), at=(width - size * 4, canvas.y), ink=colours["grey"]
            )
            canvas.draw.ellipse((size, canvas.y, size * 3, canvas.y + size * 2), fill="#5b7fb5")
            canvas.y += canvas.write(words, int(size * 1.1), x=size * 4, width=width - size * 9)
        else:
            canvas.y += canvas.write(words, size, x=size * 4, width=width - size * 6) + size
            canvas.draw.line((size * 4, canvas.y, width, canvas.y), fill=colours["grey"])
            canvas.y += size
    return canvas


def _note(screen: Screen, colours: dict[str, str], *, size: int) -> Canvas:
    """What somebody noted on a phone."""
    canvas = Canvas((size * 26, size * 30), colours["ground"], font=GOTHIC, ink=colours["ink"])
    _status_bar(canvas, colours["ink"], size)
    canvas.label("< メモ", size, at=(size, canvas.y), ink="#c08a10")
    canvas.y += size * 2
    for _, words in screen.blocks:
        canvas.y += canvas.write(words, size, x=size, width=size * 24, leading=1.6)
    return canvas


def _grain(image: Image.Image, *, strength: float) -> Image.Image:
    """Returns ``image`` with noise, the same every time."""
    noise = Image.frombytes("L", image.size, random.Random(7).randbytes(image.width * image.height))
    return Image.blend(image, noise.convert("RGB"), strength)


def _photo(canvas: Canvas) -> Canvas:
    """The picture as photographed by hand: slightly turned, narrower above, shaded, soft, with noise."""
    image = canvas.image
    width, tall = image.size
    lean = width // 60
    corners = (-lean, -lean, -lean // 2, tall, width + lean // 2, tall + lean, width + lean, -lean // 2)
    image = image.transform((width, tall), Image.Transform.QUAD, corners, Image.Resampling.BICUBIC)
    image = image.rotate(1.6, Image.Resampling.BICUBIC, expand=True, fillcolor="#3a3530")
    shade = Image.linear_gradient("L").resize(image.size).convert("RGB")
    image = Image.blend(image, shade, 0.12).filter(ImageFilter.GaussianBlur(0.8))
    canvas.image = _grain(image, strength=0.08)
    return canvas


LOOKS: dict[str, Callable[[Screen], Canvas]] = {
    "sms_light": lambda s: _messages(s, LIGHT, size=44, name="050-0000-1198"),
    "sms_dark": lambda s: _messages(s, DARK, size=30, name="YOTSUBA"),
    "chat": lambda s: _messages(s, CHAT, size=30, name="さくら"),
    "chat_dark": lambda s: _messages(s, CHAT_DARK, size=22, name="担当 高木"),
    "popup_red": lambda s: _popup(s, ("#8b1a1a", "#fff5f5", "#b00000", "#d32f2f"), size=24),
    "popup_blue": lambda s: _popup(s, ("#0a4fa3", "#f3f6fb", "#1b1b1b", "#1565c0"), size=22),
    "popup_pink": lambda s: _popup(s, ("#33222b", "#fff0f6", "#3a1a2a", "#e91e63"), size=24),
    "page_dark": lambda s: _popup(s, ("#101010", "#1c1c1c", "#e8e8e8", "#a52a5a"), size=24),
    "postcard": lambda s: _paper(s, size=28, width=36, tall=34),
    "letter": lambda s: _paper(s, size=34, width=34, tall=34),
    "letter_small": lambda s: _paper(s, size=16, width=44, tall=34),
    "mail": lambda s: _mail(s, LIGHT, size=40),
    "mail_dark": lambda s: _mail(s, DARK, size=28),
    "mail_small": lambda s: _mail(s, LIGHT, size=14),
    "shop": lambda s: _popup(s, ("#ffffff", "#ffffff", "#222222", "#e67e22"), size=24),
    "columns": lambda s: _columns(s, size=24),
    "inbox": lambda s: _inbox(s, LIGHT, size=30),
    "inbox_dark": lambda s: _inbox(s, DARK, size=26),
    "note": lambda s: _note(s, LIGHT, size=36),
    "note_dark": lambda s: _note(s, DARK, size=24),
    "note_small": lambda s: _note(s, LIGHT, size=15),
    "photo_popup": lambda s: _photo(_popup(s, ("#8b1a1a", "#fff5f5", "#b00000", "#d32f2f"), size=28)),
    "photo_sms": lambda s: _photo(_messages(s, LIGHT, size=36, name="非通知")),
    "photo_dark": lambda s: _photo(_messages(s, DARK, size=36, name="お知らせ")),
    "photo_letter": lambda s: _photo(_paper(s, size=34, width=34, tall=30)),
}


def drawn(screen: Screen) -> tuple[bytes, str]:
    """Returns the picture file (photos are JPEG, dark mails WebP, else PNG) and all words on it in reading order."""
    canvas = LOOKS[screen.look](screen)
    out = io.BytesIO()
    if screen.look.startswith("photo"):
        canvas.image.save(out, "JPEG", quality=70)
    elif screen.look == "mail_dark":
        canvas.image.save(out, "WEBP", quality=80)
    else:
        canvas.image.save(out, "PNG", compress_level=1)
    return out.getvalue(), "\n".join(canvas.drawn)
