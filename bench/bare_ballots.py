"""The reference for ballots: a bare ORM that reads the vote, inserts a ballot, counts the voter's ballots and commits.

No electorate, no secrecy, no replacing, no check of the choice: what any program with a unique ballot does at least.
`python -m bench.bare_ballots DATABASE_URL` serves it from a bare Flask page.
"""

import sys
from typing import ClassVar
from uuid import UUID, uuid4

from flask import Flask, jsonify, request
from flask.typing import ResponseReturnValue
from sqlalchemy import (
    JSON,
    Connection,
    Engine,
    ForeignKey,
    UniqueConstraint,
    create_engine,
    event,
    func,
    select,
)
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from bench.bare_server import serve_bare


class Base(DeclarativeBase):
    """The parent of the two tables."""

    type_annotation_map: ClassVar = {dict[str, int]: JSON}


class BareVote(Base):
    """A vote."""

    __tablename__ = "bare_votes"

    id: Mapped[int] = mapped_column(primary_key=True)
    is_open: Mapped[bool] = mapped_column(default=True)


class BareBallot(Base):
    """A ballot, one for each voter."""

    __tablename__ = "bare_ballots"
    __table_args__ = (UniqueConstraint("vote_id", "voter"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    vote_id: Mapped[int] = mapped_column(ForeignKey(BareVote.id))
    voter: Mapped[str]
    choices: Mapped[dict[str, int]]


def engine_for(database_url: str) -> Engine:
    """An engine with the durability of the platform's own: SQLite in WAL with synchronous=FULL."""
    engine = create_engine(database_url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _make_durable)
        event.listen(engine, "begin", _begin)
    Base.metadata.create_all(engine)
    return engine


def _make_durable(connection: DBAPIConnection, _record: object) -> None:
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=5000"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def new_vote(engine: Engine) -> int:
    """The id of a vote that takes ballots."""
    with Session(engine, expire_on_commit=False) as session, session.begin():
        vote = BareVote()
        session.add(vote)
    return vote.id


def cast(engine: Engine, vote_id: int, voter: str, choices: dict[str, int]) -> int:
    """Read, insert, count, commit; how many ballots the voter has."""
    with Session(engine) as session, session.begin():
        vote = session.get_one(BareVote, vote_id)
        assert vote.is_open
        session.add(BareBallot(vote_id=vote.id, voter=voter, choices=choices))
        session.flush()
        mine = select(func.count()).where(BareBallot.vote_id == vote.id, BareBallot.voter == voter)
        return session.scalar(mine) or 0


def create(database_url: str) -> Flask:
    """A page that takes ballots as JSON, each from a new voter."""
    app, engine = Flask("bare"), engine_for(database_url)
    vote_id = new_vote(engine)

    @app.post("/ballots")
    def show() -> ResponseReturnValue:
        count = cast(engine, vote_id, str(uuid4()), request.get_json()["choices"])
        return jsonify(count=count), 201

    return app


if __name__ == "__main__":
    serve_bare(create(sys.argv[1]))
