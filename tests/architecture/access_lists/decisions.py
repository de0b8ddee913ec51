"""Who may use the pages of votes, resolutions and tasks; written by hand. Behind "signed-in" the seat decides."""

EXPECTED = {
    "live_votes.vote": "signed-in",
    "live_votes_lead.index": "signed-in",
    "live_votes_lead.prepare": "signed-in",
    "live_votes_lead.edit": "signed-in",
    "live_votes_lead.show": "signed-in",
    "live_votes_lead.open_": "signed-in",
    "live_votes_lead.close": "signed-in",
    "live_votes_lead.count": "signed-in",
    "live_votes_lead.confirm": "signed-in",
    "live_votes_lead.announce": "signed-in",
    "live_votes_lead.abort": "signed-in",
    "resolutions.index": "public",
    "resolutions.show": "public",
    "resolutions.standing": "signed-in",
    "resolutions_api.index": "public",
    "resolutions_api.one": "public",
    "day_results.show": "public",
    "day_results.release": "signed-in",
}
