"""Choices of closed vocabularies, in the language of the page."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from duijie.kernel.fields import FIELDS


def choices_of(labels: Mapping[str, str], *, empty: object = None, without: str = "") -> list[tuple[str, object]]:
    """Choices of a closed vocabulary in the language of the page, with an empty one first if it has words."""
    first: list[tuple[str, object]] = [("", empty)] if empty is not None else []
    return [*first, *((code, _(label)) for code, label in labels.items() if code != without)]


def field_choices(empty: object) -> list[tuple[str, object]]:
    """The fields of article 五, with an empty choice first."""
    return [("", empty), *((code, _(field.label)) for code, field in FIELDS.items())]


def subfield_choices(empty: object) -> list[tuple[object, object]]:
    """All parts, grouped by their field, with an empty choice first."""
    groups = [(_(field.label), [(each.code, _(each.label)) for each in field.subfields]) for field in FIELDS.values()]
    return [("", empty), *groups]
