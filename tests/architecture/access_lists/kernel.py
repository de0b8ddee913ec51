"""Who may use the kernel's routes; written by hand."""

EXPECTED = {
    "health.live": "public",
    "health.ready": "public",
}
