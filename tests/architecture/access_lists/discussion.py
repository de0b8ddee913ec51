"""Who may use the routes of conversations; written by hand."""

EXPECTED = {
    "threads.show": "public",
    "threads.post": "public",
    "threads.comment": "public",
    "threads.reply": "public",
    "threads.edit": "signed-in",
    "threads.versions": "public",
    "threads.undo": "signed-in",
    "threads.react": "signed-in",
    "threads.hide": "moderation",
    "threads.restore": "moderation",
    "threads_api.post": "signed-in",
}
