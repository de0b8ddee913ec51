"""Who may use the pages of votes; written by hand."""

EXPECTED = {
    "votes.index": "public",
    "votes.show": "public",
    "votes.card": "public",
    "results.show": "public",
    "results.csv": "public",
    "results.pabulib": "public",
    "results.check": "public",
    "results.code_list": "public",
    "votes_api.cast": "signed-in",
    "ballots.choose": "signed-in",
    "ballots.check": "signed-in",
    "ballots.again": "signed-in",
    "ballots.cast": "signed-in",
    "ballots.receipt": "signed-in",
    "votes_office.index": "office",
    "votes_office.manage": "office",
    "votes_office.announce": "office",
    "votes_office.abandon": "office",
    "votes_office.publish": "office",
}
