"""The Engagement-Karte on the page of one's own account, and the votes it opens."""

from accounts.people.own_things import OwnThing, OwnThings
from kernel.actors import Actor
from kernel.i18n import _, date_text
from participation.engagement_card.queries import own_card, today
from participation.engagement_card.rules.validity import is_valid
from participation.voting.queries import address_of, open_votes

ELECTORATE = "card-holders"


def own_card_and_votes(actor: Actor) -> OwnThings:
    """Until when the card is valid, and where its holder can vote now."""
    card = own_card(actor)
    title = _("Ihre Engagement-Karte")
    if card is None:
        return OwnThings(title, (), _("Sie haben noch keine Engagement-Karte."))
    until = date_text(card.valid_until)
    if not is_valid(card.state, card.valid_until, today()):
        return OwnThings(title, (), _("Ihre Karte galt bis %(day)s.", day=until))
    votes = [
        OwnThing(
            _("Abstimmen: %(title)s", title=vote.title),
            address_of(vote),
            (_("bis %(day)s", day=date_text(vote.closes_at)),),
        )
        for vote in open_votes()
        if vote.electorate == ELECTORATE
    ]
    valid = _("gültig bis %(day)s", day=until)
    return OwnThings(f"{title} ({valid})", votes, _("Zurzeit läuft keine Abstimmung für Karten."))
