"""What a view hands to a component: small values without behaviour, so that a page can be tested without markup."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.functional import Promise

from duijie.kernel.lifecycle.tables import Lifecycle

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Link:
    """A link in a navigation, a tab list, a breadcrumb or a table cell; `part` is its heading in a long navigation."""

    label: Text
    href: str
    current: bool = False
    part: str = ""


@dataclass(frozen=True, slots=True)
class State:
    """A state in a table cell: the label's message id, or a state of `lifecycle`."""

    name: str
    lifecycle: Lifecycle | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a summary list; `change` is the address of the page on which the answer was given."""

    question: Text
    answer: object
    change: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """One line of a task list; without `href` it cannot be started yet."""

    label: Text
    state: str
    href: str = ""
    hint: Text = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One station of a journey; `state` is `done`, `now`, `later` or `stopped`."""

    label: Text
    state: str
    at: date | datetime | None = None
    note: Text = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a history; `href` leads to the verification record where there is one."""

    at: datetime
    what: Text
    who: Text
    note: Text = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its definition (口径) and the list behind it."""

    label: Text
    value: object
    definition: Text
    unit: Text = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture: `src` is the small copy, `href` the large one, `alt` says what is to be seen."""

    src: str
    alt: Text
    caption: Text = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A table's column; numbers stand at the right."""

    label: Text
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose first cell names the row; cells are text, `Link`, `State` or safe markup."""

    caption: Text
    columns: Sequence[Column]
    rows: Sequence[Sequence[object]]
    show_caption: bool = False

    @property
    def labelled(self) -> Iterator[Iterator[tuple[Column, object]]]:
        """Each row as pairs of column and cell: on a phone every cell says what it is."""
        return (zip(self.columns, row, strict=True) for row in self.rows)


@dataclass(frozen=True, slots=True)
class Paging:
    """The cursors of a keyset page; `total` may be a lower bound ("more than 10 000")."""

    previous: str = ""
    next: str = ""
    total: int | None = None
    is_bound: bool = False
