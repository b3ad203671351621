"""What goes out into spreadsheets. Plain Python."""

_RUN_BY_SPREADSHEETS = ("=", "+", "-", "@", "\t", "\r", "\n")


def safe_cell(value: object) -> object:
    """A value for a cell: text that a spreadsheet would take for a formula gets an apostrophe in front.

    Numbers, dates and truth stay what they are. Every export writes its texts through this.
    """
    if isinstance(value, str) and value.lstrip(" \u3000").startswith(_RUN_BY_SPREADSHEETS):
        return f"'{value}"
    return value
