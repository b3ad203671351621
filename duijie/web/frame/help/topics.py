"""The shape of a page's short help."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Topic:
    """Help for the pages of these view names: `title` and `lines` are message ids, two or three sentences in all."""

    key: str
    title: str
    lines: tuple[str, ...]
    pages: tuple[str, ...]
