"""``{% rows lines %}``: the lines of today's desk as rows of a table. There may be five hundred, and everybody looks at them all day."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from madoguchi.web.desk.todays import Line
from madoguchi.web.quick_tags import url

register = template.Library()
_ROW = '<tr><td><a href="{}">{}</a></td><td>{}月{}日</td><td>{}</td><td>{}</td></tr>'


@register.simple_tag
def rows(lines: Sequence[Line], to: str = "") -> SafeString:
    """Returns a row a line; its number leads to the page ``to`` of the case, to its intake where none is said."""
    return SafeString("".join(_row(one, to or "desk-intake") for one in lines))  # each is escaped


@lru_cache(maxsize=4_096)  # everybody looks at the same lines; there is nothing in them that is sealed
def _row(one: Line, to: str) -> SafeString:
    day = one.received_on
    now = format_html("<b>{}</b>", one.due) if one.late else one.due or one.state
    return format_html(_ROW, url(to, one.case_id), one.number, day.month, day.day, one.what, now)
