"""A written text as columns: source and HTML made of it, so that reading renders nothing."""

from markupsafe import Markup
from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from kernel.markdown.markup import SafeHtml, markup, plain_of
from kernel.markdown.renderer import RENDERER_VERSION, Rendered, render


class MarkdownText:
    """A model's written text. `write` and `take` are the only ways to change it; then all columns agree."""

    #: What the author typed, tidied
    text: Mapped[str] = mapped_column(Text)
    #: Sanitised HTML made of it
    text_html: Mapped[SafeHtml] = mapped_column(Text)
    #: The renderer's version that made it
    text_version: Mapped[int]

    def write(self, text: str) -> None:
        """Take the text and render it; raises what `guard` raises and then changes nothing."""
        self.take(render(text))

    def take(self, rendered: Rendered) -> None:
        """Take a text that was rendered before, so that no transaction waits for the renderer."""
        self.text, self.text_html = rendered.text, rendered.html
        self.text_version = rendered.version

    def refresh_html(self) -> bool:
        """Render the same text anew if the renderer has changed; answers whether it had."""
        if self.text_version == RENDERER_VERSION:
            return False
        self.write(self.text)
        return True

    @property
    def html(self) -> Markup:
        """The text for a page."""
        return markup(self.text_html)

    @property
    def plain(self) -> str:
        """The text for search and mail."""
        return plain_of(self.text_html)
