"""``{% practice %}``: the line of practice on every page of a folder for learning; nothing on the pages of a real one."""

from __future__ import annotations

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString

from madoguchi.web.practice import LINE

register = template.Library()
_SAID = "ここにあるのは作りものの相談です。本当の相談を入れないでください。"


@register.simple_tag
def practice() -> SafeString | str:
    """Returns the line, or nothing."""
    if not settings.PRACTICE:
        return ""
    return format_html('<p class="practice" role="note"><b>{}</b>　{}</p>', LINE, _SAID)
