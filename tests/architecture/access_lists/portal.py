"""Who may use the front door; written by hand."""

EXPECTED = {
    "start.page": "public",
    "office.today": "desk",
    "handbook.show": "public",
    "site_pages.impressum": "public",
    "site_pages.datenschutz": "public",
    "site_pages.barrierefreiheit": "public",
    "site_pages.leichte_sprache": "public",
    "site_pages.gebaerdensprache": "public",
    "site_pages.hilfe": "public",
    "site_pages_office.index": "office",
    "site_pages_office.edit": "office",
}
