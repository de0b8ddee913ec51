"""Who may use live texts and minutes; written by hand. Behind "signed-in" the seat decides, or the office's scope."""

EXPECTED = {
    "minutes.index": "signed-in",
    "minutes.item": "signed-in",
    "minutes.lock": "signed-in",
    "minutes.unlock": "signed-in",
    "minutes_public.show": "public",
    "minutes_public.version": "public",
    "minutes_public.file": "public",
    "minutes_public.version_file": "public",
    "minutes_api.state": "signed-in",
    "minutes_api.updates": "signed-in",
    "protocols.stand": "signed-in",
    "protocols.version": "signed-in",
    "protocols.submit": "signed-in",
    "protocols.wish": "signed-in",
    "protocols.decide": "signed-in",
    "protocols.agree": "signed-in",
    "protocols.correct": "signed-in",
    "protocols_office.release": "signed-in",
    "protocols_office.withdraw": "signed-in",
}
