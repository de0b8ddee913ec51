"""What people write, from Markdown to HTML that pages may show.

A text is guarded, rendered and sanitised once, when it is written; lists and pages read the stored HTML.
Not for one-line fields: those are shown escaped, as they are.
"""

from kernel.markdown.escaping import escaped
from kernel.markdown.guard import guard
from kernel.markdown.limits import MarkdownTooComplex
from kernel.markdown.markup import SafeHtml, markup, plain_of
from kernel.markdown.renderer import RENDERER_VERSION, Rendered, render
from kernel.markdown.stored import MarkdownText

__all__ = [
    "RENDERER_VERSION",
    "MarkdownText",
    "MarkdownTooComplex",
    "Rendered",
    "SafeHtml",
    "escaped",
    "guard",
    "markup",
    "plain_of",
    "render",
]
