"""The rules of use a person agrees to; a new text needs a new version, so that consents stay true."""

VERSION = "2026-11"
