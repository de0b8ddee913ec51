"""Who is signed in shares pages with others only where nothing on them is anybody's own."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient

from accounts.drafts import services as drafts
from accounts.people.models import Person
from accounts.people.services import pause_writing, rename
from discussion.threads.services.moderating import hide_comment
from discussion.threads.services.posting import post_comment
from discussion.threads.services.reacting import react
from kernel import clock, database
from kernel.actors import SYSTEM
from participation.consultations.models.formats import Format, Visibility
from participation.consultations.rules.blueprints import Blueprint
from participation.consultations.rules.phases import PhaseType
from participation.consultations.services.members import add_member
from participation.voting import services as voting
from tests.factories import votes
from tests.factories.actors import an_official
from tests.factories.formats import a_format
from tests.factories.people import actor_of, person, sign_in
from tests.factories.proposals import a_proposal
from tests.factories.threads import Topic, topics
from tests.support.statements import statements_of

SECRETS = re.compile(r'(name="(?:idempotency_key|csrf_token)" value=)"[^"]+"')
#: whether one is paused or invited, and what voices one gave; PostgreSQL is asked for its version, too
MOST = 4
REASON = "Der Beitrag greift andere an."


@dataclass
class Town:
    """Something to read, and who reads it."""

    app: Flask
    formats: dict[str, Format] = field(default_factory=dict)
    readers: dict[str, Person | None] = field(default_factory=dict)
    comments: dict[str, UUID] = field(default_factory=dict)
    addresses: list[str] = field(default_factory=list)
    browsers: dict[str, FlaskClient] = field(default_factory=dict)

    def read(self, name: str, address: str) -> tuple[int, str]:
        """What this reader gets; the secrets of forms, which differ each time, are left out."""
        if name not in self.browsers:
            self.browsers[name] = self.app.test_client()
            reader = self.readers[name]
            if reader is not None:
                with self.app.app_context():
                    sign_in(self.browsers[name], reader)
        with self.app.app_context():  # one of its own, as a request on a server has
            answer = self.browsers[name].get(address)
        return answer.status_code, SECRETS.sub(r"\1", answer.text)

    @property
    def thread(self) -> str:
        """The conversation about the proposal."""
        return self.addresses[0]

    @property
    def list(self) -> str:
        """The page with the list of proposals."""
        return self.addresses[1]


@pytest.fixture
def town(real_app, monkeypatch, nothing_grows_old) -> Iterator[Town]:
    """A moment in which many people read the same pages."""
    with real_app.app_context():
        made = _built(real_app)
        now = clock.now()
        monkeypatch.setattr(clock, "now", lambda: now)
        yield made


def _built(app: Flask) -> Town:
    made = Town(app)
    office = an_official()
    made.formats = {
        "public": a_format(),
        "talk": a_format(blueprint=Blueprint.OPEN_DISCUSSION, running=PhaseType.DISCUSS),
        "internal": a_format(visibility=Visibility.INTERN),
        "half": a_format(visibility=Visibility.HALBOEFFENTLICH),
    }
    names = ("citizen", "other", "author", "voice", "fresh", "renamed", "paused", "member")
    made.readers = {"visitor": None, **{name: person(f"Frau {name}") for name in names}}
    for role in ("moderator", "administration", "evaluator"):
        made.readers[role] = person(f"Frau {role[:2]}", role=role)
    scope = f"format:{made.formats['public'].id}"
    made.readers["moderates here"] = person("Mona", role="moderator", scope=scope)
    for kind in ("internal", "half"):
        add_member(actor=office, format_=made.formats[kind], person_id=_id(made, "member"))
    until = clock.now() + timedelta(days=2)
    pause_writing(actor=SYSTEM, person=made.readers["paused"], until=until)
    proposal = a_proposal(made.formats["public"], author=actor_of(made.readers["author"]))
    a_proposal(made.formats["internal"], author=actor_of(made.readers["member"]))
    _talk(made, made.formats["talk"].subject)
    _talk(made, proposal.subject)
    slug = _result()
    made.addresses = [
        f"/gespraech/proposal/{proposal.id}/",
        *(f"/beteiligung/{format_.slug}/" for format_ in made.formats.values()),
        f"/gespraech/proposal/{proposal.id}/?reihenfolge=zustimmung",
        f"/beteiligung/{made.formats['public'].slug}/?sortierung=unterstuetzt",
        "/beteiligung/",
        f"/abstimmungen/{slug}/ergebnis",
        "/",
    ]
    return made


def _id(town: Town, name: str) -> UUID:
    return town.readers[name].id


def _talk(town: Town, subject) -> None:
    def say(name: str, text: str, to: UUID | None = None) -> UUID:
        return post_comment(
            actor=actor_of(town.readers[name]), subject=subject, text=text, parent_id=to
        )

    with votes.at(clock.now() - timedelta(hours=1)):
        first = say("author", "Von der Verfasserin.")
        hidden = say("author", "Verborgenes.")
        say("renamed", "Vor dem neuen Namen.", first)
    say("fresh", "Eben erst.", first)
    for name, value in (("voice", 1), ("author", 1), ("moderator", -1)):
        react(actor=actor_of(town.readers[name]), comment_id=first, value=value)
    moderator = actor_of(town.readers["moderator"])
    hide_comment(actor=moderator, comment_id=hidden, reason=REASON)
    town.comments = {"first": first, "hidden": hidden}


def _result() -> str:
    with votes.at(clock.now() - timedelta(hours=36)):
        vote = votes.counted_vote()
        return voting.publish_result(actor=votes.ELECTION_OFFICE, vote=vote).slug


@pytest.fixture
def alone(monkeypatch) -> Callable[[Town, str, str], tuple[int, str]]:
    """What a reader gets where nothing is shared."""

    def read(town: Town, name: str, address: str) -> tuple[int, str]:
        with monkeypatch.context() as patch:
            patch.setattr(database, "version", lambda: None)
            return town.read(name, address)

    return read


def test_everybody_reads_the_page_that_would_be_made_for_them_alone(town, alone) -> None:
    read = town.read
    for address in town.addresses:
        for name in town.readers:
            assert read(name, address) == alone(town, name, address), (name, address)
        for name in reversed(town.readers):  # whoever came before: nobody leaves a trace
            assert read(name, address) == alone(town, name, address), (name, address)


def test_a_changed_name_shows_to_its_owner_at_once(town, alone) -> None:
    town.read("other", town.thread)
    renamed = town.readers["renamed"]
    rename(actor=actor_of(renamed), person=renamed, display_name="Anders")
    assert "Anders" in town.read("renamed", town.thread)[1]
    assert town.read("renamed", town.thread) == alone(town, "renamed", town.thread)


def test_what_one_has_read_costs_the_next_one_few_statements(town) -> None:
    for address in (town.thread, town.list, town.addresses[-2], town.addresses[2]):
        for name in ("fresh", "voice", "other", "citizen"):
            town.read(name, address)  # their sessions are known from now on
        for name in ("other", "voice", "fresh"):
            assert statements_of(lambda a=address, n=name: town.read(n, a)) <= MOST, address


def test_what_is_hidden_is_gone_for_everybody_at_once(town) -> None:
    readers = ("citizen", "voice", "fresh", "member", "visitor", "paused")
    for name in readers:
        assert "Von der Verfasserin." in town.read(name, town.thread)[1], name
    moderator = actor_of(town.readers["moderator"])
    hide_comment(actor=moderator, comment_id=town.comments["first"], reason=REASON)
    for name in readers:
        assert "Von der Verfasserin." not in town.read(name, town.thread)[1], name
    assert "Von der Verfasserin." in town.read("author", town.thread)[1]
    assert "Von der Verfasserin." in town.read("moderates here", town.thread)[1]


def test_nobody_else_gets_what_moderation_sees(town) -> None:
    for first, then in (("moderator", "citizen"), ("citizen", "moderator")):
        town.read(first, town.thread)
        town.read(then, town.thread)
    for name in ("citizen", "other", "voice", "author", "visitor"):
        assert "/verbergen" not in town.read(name, town.thread)[1], name
    assert "/verbergen" in town.read("moderator", town.thread)[1]
    assert "Verborgenes." in town.read("author", town.thread)[1]
    assert "Verborgenes." not in town.read("citizen", town.thread)[1]


def test_a_voice_is_seen_by_its_owner_alone_and_at_once(town) -> None:
    assert "Sie stimmen zu" in town.read("voice", town.thread)[1]
    assert "Sie stimmen zu" not in town.read("citizen", town.thread)[1]
    address = town.thread
    citizen = actor_of(town.readers["citizen"])
    react(actor=citizen, comment_id=town.comments["first"], value=-1)
    assert "Sie stimmen nicht zu (2)" in town.read("citizen", address)[1]
    other = town.read("other", address)[1]
    assert "Sie stimmen nicht zu" not in other
    assert "Nicht zustimmen (2)" in other
    react(actor=citizen, comment_id=town.comments["first"], value=0)
    assert "Sie stimmen" not in town.read("citizen", address)[1]


def test_a_kept_text_comes_back_to_its_author_alone(town) -> None:
    payload = {"text": "Noch nicht gesendet.", "back": "", "subject": [], "parent": ""}
    token = drafts.keep(form="threads.new", payload=payload, browser="a")
    owner = actor_of(town.readers["citizen"])
    drafts.take_over(actor=owner, token=token, browser=None)
    address = f"{town.thread}?entwurf={token}"
    assert "Noch nicht gesendet." not in town.read("other", address)[1]
    assert "Noch nicht gesendet." in town.read("citizen", address)[1]
    assert "Noch nicht gesendet." not in town.read("other", address)[1]


def test_a_message_that_waits_is_read_by_its_person_alone(town) -> None:
    town.read("citizen", town.thread)
    with town.browsers["citizen"].session_transaction() as cookie:
        cookie["_flashes"] = [("success", "Nur für Sie.")]
    assert "Nur für Sie." in town.read("citizen", town.thread)[1]
    assert "Nur für Sie." not in town.read("other", town.thread)[1]
    assert "Nur für Sie." not in town.read("citizen", town.thread)[1]


def test_a_pause_and_an_invitation_show_at_once(town) -> None:
    assert "Beitrag veröffentlichen" in town.read("citizen", town.thread)[1]
    until = clock.now() + timedelta(hours=5)
    pause_writing(actor=SYSTEM, person=town.readers["citizen"], until=until)
    assert "Sie können bis" in town.read("citizen", town.thread)[1]
    assert "Beitrag veröffentlichen" in town.read("other", town.thread)[1]
    internal = f"/beteiligung/{town.formats['internal'].slug}/"
    assert town.read("other", internal)[0] == 404
    add_member(actor=an_official(), format_=town.formats["internal"], person_id=_id(town, "other"))
    assert town.read("other", internal)[0] == 200
    assert town.read("citizen", internal)[0] == 404


def test_what_does_not_say_whose_it_is_is_made_for_each(town) -> None:
    """A new kind of subjects has its pages to itself until it says what it looks up of a person."""
    asked: list[UUID | None] = []

    class Noting(Topic):
        def verdict(self, actor, action):
            asked.append(actor.person_id)
            return super().verdict(actor, action)

    with topics() as kind:
        topic = kind.create()
        kind.made[topic.subject.id] = Noting(topic.subject)
        for name in ("citizen", "other"):
            assert town.read(name, f"/gespraech/topic/{topic.subject.id}/")[0] == 200
    assert {_id(town, "citizen"), _id(town, "other")} <= set(asked)


def test_tokens_and_keys_are_each_readers_own(town) -> None:
    found = []
    for name in ("citizen", "other"):
        town.read(name, town.thread)
        with town.app.app_context():
            html = town.browsers[name].get(town.thread).text
        found.append(set(re.findall(r'name="(?:idempotency_key|csrf_token)" value="(.+?)"', html)))
    assert len(found[0]) == len(found[1]) == 2
    assert not found[0] & found[1]
    assert not any("gap" in value for values in found for value in values)
