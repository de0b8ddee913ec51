"""Who may use the routes of people and sessions; written by hand."""

EXPECTED = {
    "sessions.sign_in": "public",
    "sessions.register": "public",
    "sessions.enter_code": "public",
    "sessions.open_link": "public",
    "sessions.choose_name": "public",
    "sessions.terms_of_use": "public",
    "sessions.sign_out": "public",
    "sessions.sign_in_as": "public",
    "account.show": "signed-in",
    "account.rename": "signed-in",
    "account.password": "signed-in",
    "account.end_session": "signed-in",
    "account.end_other_sessions": "signed-in",
    "post.show": "public",
    "office_sessions.end_all": "people",
    "people.listing": "people",
    "people.show": "people",
    "people.end_role": "people",
    "people.disable": "people",
    "people.enable": "people",
}
