"""Which field a request is of, by its words."""

from duijie.kernel.fields import SUBFIELDS
from duijie.matching.words import likely_subfields


def field_of(text: str, field: str = "", subfield: str = "") -> tuple[str, str]:
    """The field and sub-field as they were chosen; without a choice, as the words propose."""
    if not field and not subfield:
        subfield = next((code for code in likely_subfields(text) if code in SUBFIELDS), "")
    known = SUBFIELDS.get(subfield)
    return (known.field, subfield) if known and field in {"", known.field} else (field, "")
