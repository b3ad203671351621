"""Find the division that a row of a need list names, inside the office's own."""

import re
from collections.abc import Iterable
from difflib import get_close_matches

from duijie.apps.needs.importing.places import FoundPlace
from duijie.apps.regions.models import Division
from duijie.apps.regions.rules import Level, code_of_path, paths_above

_VILLAGE_WORDS = re.compile(r"(?:村民委员会|居民委员会|村委会|居委会|社区|村)$")
_SUGGESTED, _RESEMBLANCE = 3, 0.4


class DivisionFinder:
    """Reads the divisions of an office once; what lies outside of them is nobody's business there."""

    def __init__(self, office_path: str) -> None:
        self._office_path = office_path
        above = Division.objects.filter(code__in=[code_of_path(path) for path in paths_above(office_path)])
        below = Division.objects.filter(path__startswith=office_path, is_active=True)
        self._by_name: dict[tuple[str, str], list[Division]] = {}
        for division in {each.code: each for each in (*above, *below)}.values():
            for name in {division.name, division.stem}:
                self._by_name.setdefault((division.level, name), []).append(division)

    def __call__(self, province: str, prefecture: str, county: str, township: str, village: str) -> FoundPlace | None:
        """The lowest named division, None when a name is unknown here.

        A village that is not on record counts as its township, for townships add their villages one by one.
        """
        path, names = "/", (province, prefecture, county, township)
        for level, name in zip(Level, names, strict=False):
            if not name:
                continue
            found = self._one_below(path, level, name.strip())
            if found is None:
                return None
            path = found.path
        code = self._inside(path)
        if not village or not code:
            return FoundPlace(code, code) if code else None
        return self._village(path, code, village.strip(), may_be_new=bool(township))

    def _village(self, path: str, above: str, name: str, *, may_be_new: bool) -> FoundPlace | None:
        found = self._one_below(path, Level.VILLAGE, name)
        if found is not None:
            return FoundPlace(found.code, code_of_path(paths_above(found.path)[-2]) + _core(found.name))
        if not may_be_new:
            return None
        return FoundPlace(above, above + _core(name), name, self._similar(path, name))

    def _similar(self, path: str, name: str) -> tuple[str, ...]:
        """Names of villages on record below a path that resemble one that is not."""
        known = {
            _core(division.name): division.name
            for (level, _name), divisions in self._by_name.items()
            if level == Level.VILLAGE
            for division in divisions
            if division.path.startswith(path)
        }
        return tuple(known[each] for each in get_close_matches(_core(name), known, n=_SUGGESTED, cutoff=_RESEMBLANCE))

    def _inside(self, path: str) -> str:
        """The code of a path inside the office; a place above the office counts as the office, another as nothing."""
        if path.startswith(self._office_path):
            return code_of_path(path)
        return code_of_path(self._office_path) if self._office_path.startswith(path) else ""

    def _one_below(self, path: str, level: Level, name: str) -> Division | None:
        """The one division of a name below a path; two of one name are none."""
        return _one(each for each in self._by_name.get((level, name), ()) if each.path.startswith(path))


def _one(found: Iterable[Division]) -> Division | None:
    rows = list(found)
    return rows[0] if len(rows) == 1 else None


def _core(village: str) -> str:
    """A village's name without its last word, which some lists leave out."""
    return _VILLAGE_WORDS.sub("", village) or village
