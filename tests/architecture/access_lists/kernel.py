"""Who may use the kernel's routes; written by hand."""

EXPECTED = {
    "assets.show": "public",
    "files.download": "public",
    "live.events": "public",
    "health.live": "public",
    "health.ready": "public",
}
