"""Groups at a table: those every table begins with, and keys for the ones it adds."""

#: key and German title; a table may rename, add and drop
DEFAULTS = (
    ("company", "Unternehmen"),
    ("civil_society", "Zivilgesellschaft"),
    ("administration", "Verwaltung"),
    ("politics", "Politik"),
    ("union", "Gewerkschaften"),
    ("other", "Weitere"),
)
