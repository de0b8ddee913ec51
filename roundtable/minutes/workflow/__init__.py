"""The way of minutes from the last word of a meeting to the public page: lay before, object, approve, release, correct."""
