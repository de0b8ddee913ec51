"""Who may use the demo's own page; written by hand. Outside of a demo on this machine it answers 404 to everybody."""

EXPECTED = {
    "demo_members.show": "public",
    "demo_members.turn": "public",
}
