"""How near a need is to where an organization is at home, as far as divisions tell: nobody's position is measured."""

from collections.abc import Iterable, Mapping
from typing import Final

from django.utils.translation import gettext as _

from duijie.apps.matches.selectors import Fit
from duijie.apps.regions.rules import Level, shared_level
from duijie.kernel.errors import mark

LOOKED_AT = 120
"""So many needs, the best by fit, are put into the order of distance."""

NEAR: Final[Mapping[Level | None, str]] = {
    Level.VILLAGE: mark("Same village"),
    Level.TOWNSHIP: mark("Same township"),
    Level.COUNTY: mark("Same county"),
    Level.PREFECTURE: mark("Same prefecture"),
    Level.PROVINCE: mark("Same province"),
    None: mark("Another province"),
}
_FROM_NEAR = (*reversed(Level), None)


def nearest_first(fits: Iterable[Fit], home: str) -> list[Fit]:
    """The fits, those of the smallest division shared with `home` first; what is equally near stays in its order."""
    return sorted(fits, key=lambda fit: _FROM_NEAR.index(shared_level(home, fit.need.division_path)))


def how_near(home: str, path: str) -> str:
    """The smallest division that two places share, in words."""
    return _(NEAR[shared_level(home, path)])
