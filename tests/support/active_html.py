"""Finds what a browser would run or load in a page: read as elements, not as text."""

from html.parser import HTMLParser

ELEMENTS = {
    "script", "iframe", "frame", "object", "embed", "applet", "base", "style", "math", "audio",
    "video", "source", "img", "template", "noscript", "animate", "set", "foreignobject",
}  # fmt: skip
ADDRESSES = {"href", "src", "action", "formaction", "data", "poster", "srcset", "xlink:href"}
OURS = ("/", "#", "?", "http://", "https://", "mailto:")


class ActiveParts(HTMLParser):
    """Collects elements, handlers and addresses that act."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what is more than text and structure; our own scripts come from /static/."""
        given = {name: (value or "").strip().lower() for name, value in attrs}
        ours = tag == "script" and given.get("src", "").startswith("/static/")
        if tag in ELEMENTS and not ours:
            self.found.append(f"<{tag}>")
        for name, value in given.items():
            strange = name in ADDRESSES and value and not value.startswith(OURS)
            if name.startswith("on") or name in {"style", "srcdoc"} or strange:
                self.found.append(f"<{tag} {name}={value!r}>")


def active_parts(html: str) -> list[str]:
    """Everything on a page that could run or load something foreign; empty when it is only text and structure."""
    parser = ActiveParts()
    parser.feed(html)
    parser.close()
    return parser.found
