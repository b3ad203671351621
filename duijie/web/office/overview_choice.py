"""What an overseer looks at, as the address of a page of the overview says it."""

from dataclasses import dataclass

from duijie.apps.figures.rules import Quarter, quarter_from
from duijie.apps.figures.selectors.cohorts import quarters_with_needs
from duijie.apps.regions.selectors import find
from duijie.kernel.clock import today
from duijie.kernel.errors import NotFound, mark
from duijie.web.frame.policies import ActorRequest
from duijie.web.public import figure_parts


@dataclass(frozen=True, slots=True)
class View:
    """What an overseer looks at: the quarter's cohort and a place within the own division."""

    choice: figure_parts.Choice
    place: str
    is_own: bool


def viewed(request: ActorRequest) -> View:
    """The chosen quarter and place; a place outside the own division is none.

    Raises:
        NotFound: there is no such quarter, or no such place here.
    """
    own = request.actor.division_path
    code = request.GET.get("place", "")
    division = find(code) if code else None
    if code and (division is None or not division.path.startswith(own)):
        raise NotFound(mark("There is no such place."))
    scope = division.path if division else own
    quarter = _quarter(request.GET.get("quarter", ""), scope)
    choice = figure_parts.Choice(quarter, scope, today())
    return View(choice, figure_parts.place_name(scope), scope == own)


def _quarter(code: str, scope: str) -> Quarter:
    if code:
        found = quarter_from(code)
        if found is None:
            raise NotFound(mark("There is no such quarter."))
        return found
    return quarters_with_needs(scope)[0]
