"""Cells of CSV files that a spreadsheet must not run."""

DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def neutralised(cell: object) -> object:
    """The cell, with an apostrophe in front of what a spreadsheet would take for a formula; numbers stay."""
    if isinstance(cell, str) and cell.startswith(DANGEROUS):
        return f"'{cell}"
    return cell
