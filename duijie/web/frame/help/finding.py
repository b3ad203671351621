"""Which help belongs to which page."""

from collections.abc import Mapping
from typing import Final

from duijie.web.frame.help import office, organization, public, village
from duijie.web.frame.help.topics import Topic

AUDIENCES: Final = tuple((part.AUDIENCE, part.TOPICS) for part in (village, organization, office, public))
"""In the order of the help page: who needs it most comes first."""
_OF_PAGE: Final[Mapping[str, Topic]] = {
    page: topic for _audience, topics in AUDIENCES for topic in topics for page in topic.pages
}


def help_of(view_name: str) -> Topic | None:
    """The help of a page, by the name of its view."""
    return _OF_PAGE.get(view_name)
