"""The forms of a page as a browser without JavaScript would send them."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

#: what the parser has to read of a page; it takes its time
FORMS = re.compile(r"<form\b.*?(?:</form>|\Z)", re.DOTALL | re.IGNORECASE)
PROSE = {"text", "search", "email", "tel", "url", "password"}
Words = Callable[["Field"], str]


@dataclass
class Field:
    """A control of a form with what it holds."""

    name: str
    kind: str
    value: str = ""
    chosen: bool = True
    is_bound: bool = False

    @property
    def is_written(self) -> bool:
        """Whether people type into it."""
        return self.kind == "textarea" or self.kind in PROSE

    @property
    def is_prose(self) -> bool:
        """Whether any words fit: not an address, an amount or a date."""
        return self.is_written and self.kind != "email" and not self.is_bound


@dataclass
class PageForm:
    """One form: where it goes and what it holds."""

    action: str
    method: str
    fields: list[Field] = field(default_factory=list)

    @property
    def names(self) -> frozenset[str]:
        """What it asks for."""
        return frozenset(control.name for control in self.fields)

    def buttons(self) -> list[Field | None]:
        """The ways to send it: each button with a name, or the one without."""
        return [control for control in self.fields if control.kind == "submit"] or [None]

    def data(self, words: Words, button: Field | None = None) -> dict[str, list[str]]:
        """What is sent when each written field says these words."""
        sent: dict[str, list[str]] = {}
        for control in self.fields:
            if control.kind == "submit" and control is not button:
                continue
            if control.chosen:
                value = words(control) if control.is_written else control.value
                sent.setdefault(control.name, []).append(value)
        return sent


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[PageForm] = []
        self._form: PageForm | None = None
        self._text: Field | None = None
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = PageForm(given.get("action", ""), given.get("method", "get").lower())
            self.forms.append(self._form)
        elif self._form is not None:
            self._control(self._form, tag, given)

    def _control(self, form: PageForm, tag: str, given: dict[str, str]) -> None:
        name = given.get("name", "")
        if tag == "select":
            self._select = name
        elif tag == "option" and self._select:
            chosen = "selected" in given
            form.fields.append(Field(self._select, "option", given.get("value", ""), chosen))
        elif tag == "textarea" and name:
            self._text = Field(name, "textarea")
            form.fields.append(self._text)
        elif tag == "button" and name:
            form.fields.append(Field(name, "submit", given.get("value", "")))
        elif tag == "input" and name:
            form.fields.append(_input(name, given))

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.value += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._text = None
        elif tag == "select":
            self._select = ""
        elif tag == "form":
            self._form = None


def _input(name: str, given: dict[str, str]) -> Field:
    kind = given.get("type", "text")
    chosen = "checked" in given if kind in {"radio", "checkbox"} else kind != "file"
    return Field(name, kind, given.get("value", ""), chosen, "inputmode" in given)


def forms_of(html: str) -> Iterator[PageForm]:
    """All forms of a page; where nothing is chosen yet, the first choice is."""
    reader = _Reader()
    for part in FORMS.findall(html):
        reader.feed(part)
    reader.close()
    for form in reader.forms:
        for kind in ("radio", "option"):
            _choose_first(form, kind)
        yield form


def _choose_first(form: PageForm, kind: str) -> None:
    for name in {control.name for control in form.fields if control.kind == kind}:
        group = [f for f in form.fields if f.name == name and f.kind == kind]
        if not any(f.chosen for f in group) or all(not f.value for f in group if f.chosen):
            worth = [f for f in group if f.value] or group
            for control in group:
                control.chosen = control is worth[0]
