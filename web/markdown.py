"""Markdown of makers to HTML that is safe in our pages: two locks, the parser's and nh3's allow-list."""

from __future__ import annotations

from typing import Final

import nh3
from markdown_it import MarkdownIt

from core.reading import LONGEST_TEXT

TAGS: Final = frozenset(
    {"p", "br", "strong", "em", "s", "code", "pre", "ul", "ol", "li", "blockquote", "h3", "h4", "h5", "hr", "a"}
    | {"table", "thead", "tbody", "tr", "th", "td"}
)
"""No pictures: one from elsewhere would tell its owner who reads what. No class, style or id."""

ATTRIBUTES: Final[dict[str, set[str]]] = {"*": set(), "a": {"href"}, "ol": {"start"}}
SCHEMES: Final = frozenset({"https", "http", "mailto"})

_PARSER: Final = (
    # Sub-lists and quotes nest at most 20 deep: more says nothing to a reader and costs time.
    MarkdownIt("commonmark", {"html": False, "linkify": False, "breaks": True, "maxNesting": 20})
    .enable(["table", "strikethrough"])
    .disable("image")
)
_SHIFTED: Final = {"h1": "h3", "h2": "h4", "h3": "h5", "h4": "h5", "h5": "h5", "h6": "h5"}


def to_safe_html(markdown: str) -> str:
    """HTML of allowed tags only, headings from h3 on, to fit in a page. More than one text of the wire holds is cut."""
    tokens = _PARSER.parse(markdown[:LONGEST_TEXT])
    for token in tokens:
        token.tag = _SHIFTED.get(token.tag, token.tag)
    return nh3.clean(
        _PARSER.renderer.render(tokens, _PARSER.options, {}),
        tags=set(TAGS),
        attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
        url_schemes=set(SCHEMES),
        # A link without a scheme would lead to a page of ours, or with // to anywhere, in the reader's name.
        url_relative="deny",
        link_rel="noopener noreferrer nofollow",
        strip_comments=True,
    )
