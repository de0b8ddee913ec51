"""Pages of minutes after the meeting."""

PAGES = ()

__all__ = ["PAGES"]
