"""The way of minutes from the last word of a meeting to the public page: submit, object, approve, release, correct."""
