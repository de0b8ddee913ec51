"""Which HTML may stand on a page: the allow-list and the one maker of Markup."""

import html
import re
from typing import NewType

import nh3
from markupsafe import Markup

SafeHtml = NewType("SafeHtml", str)
"""HTML that came out of `sanitised`; only this type reaches a page unescaped."""

BLOCKS = {"p", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "hr", "br"}
TABLES = {"table", "thead", "tbody", "tr", "th", "td"}
INLINE = {"a", "strong", "em", "code", "ins", "del"}
ATTRIBUTES: dict[str, set[str]] = {"*": set(), "a": {"href"}, "ol": {"start"}}
SCHEMES = {"http", "https", "mailto"}


def own_address(address: str) -> str | None:
    """What a link without a scheme leads to: a page of ours, or the site its author meant by `www.`."""
    if address.startswith("www."):
        return f"https://{address}"
    ours = address.startswith(("/", "#")) and not address.startswith(("//", "/\\"))
    return address if ours else None


_CLEANER = nh3.Cleaner(
    tags=BLOCKS | TABLES | INLINE,
    attributes=ATTRIBUTES,
    set_tag_attribute_values={"th": {"scope": "col"}},
    url_schemes=SCHEMES,
    url_relative=own_address,
    link_rel="noopener noreferrer nofollow ugc",
)
_STRIPPER = nh3.Cleaner(tags=set())
_LINE_END = re.compile(r"<(?:/(?:p|h[3-6]|li|blockquote|pre|tr)|br|hr)>")
_CELL_END = re.compile(r"</t[dh]>\n?")


def sanitised(untrusted: str) -> SafeHtml:
    """The HTML reduced to the allow-list; scripts, styles, ids, images and frames are gone."""
    return SafeHtml(_CLEANER.clean(untrusted))


def markup(safe: SafeHtml) -> Markup:
    """Let a page show sanitised HTML as it is: the only place in the project that may."""
    return Markup(safe)  # noqa: S704 - the type says that it was sanitised


def plain_of(safe: SafeHtml) -> str:
    """The words of sanitised HTML as lines of plain text, for search, mail and previews."""
    spaced = _CELL_END.sub(" ", _LINE_END.sub("\n", safe))
    lines = html.unescape(_STRIPPER.clean(spaced)).split("\n")
    return "\n".join(line for raw in lines if (line := raw.strip()))
