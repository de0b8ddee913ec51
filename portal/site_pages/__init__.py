"""Legal and help pages, written by the office in the browser."""
