"""Texts that want to be something else: markup, script, a template, a reading, a control sign. Made here, in 300 shapes.

Each carries a number; whichever way it comes to life, it says ``canary(number)``.
"""

from __future__ import annotations

from itertools import product

CALL = "canary({n})"
_SHAPES = (
    "<script>{c}</script>",
    "<ScRiPt >{c}</sCrIpT>",
    "</textarea><script>{c}</script>",
    "</title><script>{c}</script>",
    '"><img src=x onerror={c}>',
    "'><svg onload={c}>",
    "<svg><script>{c}</script></svg>",
    "<svg/onload={c}>",
    '<img src=x onerror="{c}">',
    "<body onload={c}>",
    "<details open ontoggle={c}>x</details>",
    "<iframe srcdoc='<script>parent.{c}</script>'>",
    '<a href="javascript:{c}" id=x>x</a>',
    "javascript:{c}",
    "<base href=//evil.example/>",
    '<meta http-equiv=refresh content="0;url=javascript:{c}">',
    "<style>@import url(//evil.example/{n});</style>",
    "<link rel=stylesheet href=//evil.example/{n}>",
    "<form action=//evil.example><button autofocus onfocus={c}>x",
    "<input autofocus onfocus={c}>",
    '" autofocus onfocus="{c}',
    "' onmouseover='{c}' x='",
    "<math><mtext></form><form><mglyph><style></math><img src onerror={c}>",
    "{{{{ {c} }}}}",
    "{{% load static %}}{{{{ settings.SECRET_KEY }}}}",
    "{{% include 'public/frame.html' %}}",
    "{{# {c} #}}",
    "${{{c}}}",
    "#{{{c}}}",
    "<%= {c} %>",
    "[x](javascript:{c})",
    '![x](x "onerror={c}")',
    "`{c}`",
    "{{警察|<img src=x onerror={c}>}}",
    "{{<script>{c}</script>|よみ}}",
    "{{a|b}}<script>{c}</script>",
    "{{|}}|{{{{|}}}}<img src=x onerror={c}>",
    "\\u003cscript\\u003e{c}\\u003c/script\\u003e",
    "&lt;script&gt;{c}&lt;/script&gt;",
    "&#60;script&#62;{c}&#60;/script&#62;",
    "%3Cscript%3E{c}%3C/script%3E",
    "＜script＞{c}＜/script＞",
    "<scr\0ipt>{c}</script>",
    "\u202e<script>{c}</script>\u202c",
    "<!--><script>{c}</script>-->",
    "<![CDATA[<script>{c}</script>]]>",
    "</script><script>{c}</script>",
    "';{c};//",
    '";{c};//',
    "`-{c}-`",
    "*/{c}/*",
    "\n<script>\n{c}\n</script>\n",
    'http://evil.example/"onclick={c}',
    "data:text/html,<script>{c}</script>",
    'tel:0312345678" onclick="{c}',
    "<a href=tel:0312345678>x</a>",
    "<q><mark><sup>{c}",
    '<object data="javascript:{c}">',
    '<embed src="data:text/html,<script>parent.{c}</script>">',
    "<template><script>{c}</script></template><x hx-on:load={c} hx-get=/ping/ hx-trigger=load>",
)
_AROUND = (
    "{x}",
    "画面に警告が出て電話した{x}",
    "{x}と言われて3万円払った",
    "【重要】{x} https://a.example.top/ を確認",
    "母が{x}\n{x}",
)


def polyglots(most: int = 300) -> list[str]:
    """Returns ``most`` texts, each with its number."""
    made = []
    for number, (around, shape) in enumerate(product(_AROUND, _SHAPES)):
        made.append(around.replace("{x}", shape.format(c=CALL.format(n=number), n=number)))
    return made[:most]
