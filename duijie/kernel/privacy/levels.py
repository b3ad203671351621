"""Who may read a field, declared once per table and used by pages, answers of the API and exports alike.

Plain Python. `LEVELS = {"title": Level.PUBLIC, "flags": Level.INTERNAL, "phone": Level.PERSONAL}` stands in an app's
`rules.py`; a field that is not declared counts as personal, so that forgetting hides instead of shows.
"""

from collections.abc import Mapping
from enum import IntEnum


class Level(IntEnum):
    """How far a field may go; a reader of a level reads everything up to it."""

    PUBLIC = 0
    INTERNAL = 1
    PERSONAL = 2


Levels = Mapping[str, Level]


def fields_up_to(reader: Level, levels: Levels) -> tuple[str, ...]:
    """The declared fields that a reader of this level may see, in their order."""
    return tuple(name for name, level in levels.items() if level <= reader)


def only_up_to(reader: Level, values: Mapping[str, object], levels: Levels) -> dict[str, object]:
    """The values that a reader of this level may see; undeclared ones count as personal."""
    return {name: value for name, value in values.items() if levels.get(name, Level.PERSONAL) <= reader}
