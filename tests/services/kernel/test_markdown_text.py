"""A written text is stored with its HTML, so that lists and pages render nothing."""

import pytest
from sqlalchemy import create_engine, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from kernel.markdown import RENDERER_VERSION, MarkdownText, MarkdownTooComplex, renderer


class Base(DeclarativeBase):
    """A schema of this test alone."""


class Note(MarkdownText, Base):
    """A thing with a written text."""

    __tablename__ = "note"
    id: Mapped[int] = mapped_column(primary_key=True)


@pytest.fixture
def session() -> Session:
    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine)
    return Session(engine)


def _stored(session: Session, text: str) -> Note:
    note = Note()
    note.write(text)
    session.add(note)
    session.flush()
    session.expire_all()
    return session.scalars(select(Note)).one()


def test_a_stored_text_is_read_without_rendering(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    note = _stored(session, "**fett**")
    monkeypatch.delattr(renderer, "_markdown")
    assert (note.html, note.plain) == ("<p><strong>fett</strong></p>", "fett")
    assert (note.text, note.text_version) == ("**fett**", RENDERER_VERSION)


def test_a_refused_text_leaves_the_stored_one_untouched(session: Session) -> None:
    note = _stored(session, "alt")
    with pytest.raises(MarkdownTooComplex):
        note.write("[" * 50_000)
    assert (note.text, note.plain) == ("alt", "alt")


def test_html_of_an_older_renderer_is_made_anew_once(session: Session) -> None:
    note = _stored(session, "neu")
    note.text_version, note.text_html = RENDERER_VERSION - 1, "<p>alt</p>"
    assert [note.refresh_html(), note.refresh_html()] == [True, False]
    assert note.html == "<p>neu</p>"
