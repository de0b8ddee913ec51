"""Who may use the routes of the round table; written by hand."""

EXPECTED = {
    "tables.index": "public",
    "tables.show": "public",
    "office_tables.index": "office",
    "office_tables.create": "office",
    "office_tables.edit": "office",
    "office_tables.close": "office",
    "office_seats.show": "signed-in",
    "office_seats.give": "signed-in",
    "office_seats.replace": "signed-in",
    "office_seats.end": "signed-in",
    "office_seats.deputies": "signed-in",
    "office_seats.remove_deputy": "signed-in",
    "own_seats.public_name_of": "signed-in",
}
