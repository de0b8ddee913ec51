"""Who may use live texts; written by hand. Behind "signed-in" the seat decides."""

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
}
