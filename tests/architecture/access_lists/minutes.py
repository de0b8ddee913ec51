"""Who may use live texts; written by hand. Behind "signed-in" the seat decides."""

EXPECTED = {
    "minutes_api.state": "signed-in",
    "minutes_api.updates": "signed-in",
}
