"""Search in lists: the engine's Chinese words as a `tsvector`, so that a list finds what the matching finds.

Words go in and out as literals, never through PostgreSQL's own parser, which knows no Chinese. Lists keep their own
order: ranking 176 k hits took 419 ms, the newest 20 of 200 k took 0.6 ms.
"""

from django.contrib.postgres.search import SearchQueryField
from django.db.models import BooleanField, F, Func, Value
from django.db.models.functions import Cast

from duijie.matching.words import SUBFIELD_MARK, count_terms, sought_terms


def search_words(*texts: str, subfield: str = "") -> str:
    """What a `SearchVectorField` is set to, so that `found_by` finds the row by any word of these texts.

    The row is also found by words that name its `subfield`: 「吃水」 finds what is filed under drinking water.
    """
    terms = {*count_terms("\n".join(texts)), *([SUBFIELD_MARK + subfield] if subfield else [])}
    return " ".join(_quoted(term) for term in sorted(terms))


def found_by(text: str, field: str = "search") -> Func | None:
    """A filter for rows that hold every telling word of the text, or its like; None when no word tells anything."""
    wanted = {" | ".join(_quoted(term) for term in terms) for terms in sought_terms(text)}
    if not wanted:
        return None
    query = Cast(Value(" & ".join(f"({alternatives})" for alternatives in sorted(wanted))), SearchQueryField())
    return Func(F(field), query, template="(%(expressions)s)", arg_joiner=" @@ ", output_field=BooleanField())


def _quoted(term: str) -> str:
    return "'" + term.replace("\\", "\\\\").replace("'", "''") + "'"
