"""Who may use the routes of participation; written by hand."""

EXPECTED = {
    "formats.register_page": "public",
    "formats.show": "public",
    "office_formats.archive": "office",
    "office_formats.choose": "office",
    "office_formats.copy": "office",
    "office_formats.create": "office",
    "office_formats.edit": "office",
    "office_formats.extend": "office",
    "office_formats.index": "office",
    "office_formats.preview": "office",
    "office_formats.publish": "office",
    "office_formats.show": "office",
    "office_people.members": "office",
    "office_people.remove": "office",
    "office_results.publish": "office",
}
