"""From a question of the city to a result that explains itself, walked by each kind of user."""

from playwright.sync_api import Page, expect

from tests.e2e.acts import answers, citizens, office, votes
from tests.support.town import Town

POOL = "Freier Eintritt ins Schwimmbad Ohlsdorf"
POOL_TEXT = "Wer sich engagiert, bekommt **zehn Karten** für das Schwimmbad."
POOL_AGAIN = "Freier Eintritt ins Freibad Stadtpark"
RIDES = "Fahrkarten für alle Ehrenamtlichen"
CONCERT = "Freier Eintritt in die Elbphilharmonie"
STADIUM = "Dauerkarten für das Stadion"
DECISIONS = {
    POOL: answers.Decision("angenommen", "Das machen wir gern mit dem Bad.", "8.000"),
    RIDES: answers.Decision("angenommen", "Der Verkehrsverbund macht mit.", "6.500"),
    CONCERT: answers.Decision("teilweise angenommen", "Für Konzerte am Vormittag.", "4.000"),
    STADIUM: answers.Decision("abgelehnt", "Die Vereine geben keine Dauerkarten ab."),
}
VOTERS = 110
VIEW = "Vergünstigungen für Familien wären auch gut."


def walk(town: Town) -> None:
    """A proposal becomes an option, and the vote a result; a month goes by."""
    open_the_format(town)
    people_propose(town)
    the_office_answers(town)
    the_office_prepares_the_vote(town)
    code = card_holders_vote(town)
    the_result_explains_itself(town, code)


def open_the_format(town: Town) -> None:
    office.first_people(town)
    with town.person(office.JONAS) as page:
        office.keep_a_district(page, office.DISTRICT)
        office.open_the_format(page)


def people_propose(town: Town) -> None:
    with town.visitor() as (page, _):
        found_after(page, "Engagement-Karten", "Beteiligung", office.QUESTION)
        citizens.go_to_format(page, office.QUESTION)
        citizens.write_proposal(page, POOL, POOL_TEXT, "Schwimmbad am Park")
        citizens.look_and_send(page)
        citizens.register(page, town, "anna@post.example", "Anna")
        citizens.expect_published(page, POOL, "Anna")
    with town.visitor() as (page, _):
        found_after(page, "Schwimbad", "Vorschlag", POOL)
        citizens.go_to_format(page, office.QUESTION)
        citizens.write_proposal(page, POOL_AGAIN, "Auch draußen schwimmen viele gern.")
        citizens.expect_similar(page, POOL)
        citizens.look_and_send(page)
        citizens.register(page, town, "ben@post.example", "Ben")
        citizens.expect_published(page, POOL_AGAIN, "Ben")
    with town.person(office.DORO) as page:
        for title in (RIDES, CONCERT, STADIUM):
            citizens.go_to_format(page, office.QUESTION)
            citizens.write_proposal(page, title, "Das hilft allen, die sich engagieren.")
            citizens.look_and_send(page)
            citizens.expect_published(page, title, "Doro")
    with town.visitor() as (page, _):
        citizens.go_to_proposal(page, office.QUESTION, POOL)
        citizens.comment(page, VIEW)
        citizens.register(page, town, "clara@post.example", "Clara")
        expect(page.get_by_role("list", name="Beiträge")).to_contain_text("Clara")
        found_after(page, "Verguenstigungen", "Beitrag", "Vergünstigungen für Familien")
        found_after(page, "Schwimmb", "Vorschlag", POOL)


def the_office_answers(town: Town) -> None:
    town.days_later(14.5)
    with town.person(office.JONAS) as page:
        answers.draft_answers(page, office.QUESTION, DECISIONS, "Mia Wolf")
    with town.person(office.MIA) as page:
        answers.cosign(page, list(DECISIONS))
    with town.person(office.JONAS) as page:
        answers.publish_answers(page, office.QUESTION, len(DECISIONS))
    mail = town.mail_with("anna@post.example", f"Antwort auf „{POOL}“")
    assert DECISIONS[POOL].reason in mail
    with town.visitor() as (page, _):
        citizens.go_to_proposal(page, office.QUESTION, STADIUM)
        expect(page.get_by_role("main")).to_contain_text("abgelehnt")
        expect(page.get_by_role("main")).to_contain_text(DECISIONS[STADIUM].reason)


def the_office_prepares_the_vote(town: Town) -> None:
    with town.person(office.JONAS) as page:
        votes.prepare_vote(page, office.QUESTION, budget="14.000", first=20, last=29)
    with town.visitor() as (page, _):
        votes.go_to_vote(page, office.QUESTION)
        votes.read_rule_card(page)


def card_holders_vote(town: Town) -> str:
    tokens = town.command("accounts", "seed-load", str(VOTERS), "--card").split()
    votes.give_card(town, "anna@post.example")
    town.days_later(20.5)
    with town.person_by_mail("anna@post.example") as page:
        votes.wait_until_open(page, office.QUESTION)
        slug = page.url.rstrip("/").rpartition("/")[2]
        page.get_by_role("link", name="Zum Stimmzettel").click()
        keys = votes.keys_of(page)
        votes.choose(page, [POOL])
        votes.cast(page)
        for number, token in enumerate(tokens):
            wanted = [RIDES, CONCERT] if number % 3 else [POOL, RIDES]
            votes.cast_by_program(town, slug, token, [keys[title] for title in wanted])
        page.get_by_role("link", name="Stimme ändern").click()
        votes.choose(page, [POOL, RIDES])
        code = votes.cast(page)
        votes.expect_no_numbers(page, slug)
    with town.visitor() as (page, _):
        votes.expect_no_numbers(page, slug)
    with town.person(office.JONAS) as page:
        votes.expect_no_numbers(page, slug)
    return code


def the_result_explains_itself(town: Town, code: str) -> None:
    town.days_later(30.5)
    with town.person(office.JONAS) as page:
        votes.publish_result(page, office.QUESTION)
    with town.visitor() as (page, _):
        page.get_by_role("list", name="Zuletzt entschieden").get_by_role(
            "link", name=office.QUESTION
        ).click()
        votes.read_result(page, chosen=[RIDES, CONCERT], missed=POOL)
        votes.check_code(page, code)
        found_after(page, "Karten gewählt", "Abstimmung", office.QUESTION)
    mail = town.mail_with("anna@post.example", f"„{POOL}“ wurde nicht gewählt.")
    assert "Nicht gewählt:" in mail


def found_after(page: Page, words: str, kind: str, title: str) -> None:
    """Say how long people would have to wait until the search knows what has just been written."""
    print(f"{kind} by „{words}“ after {citizens.find(page, words, kind, title):.1f} s")  # noqa: T201
