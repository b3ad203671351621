"""Write what somebody states into a need: its place and what follows from it, its track and its words."""

from dataclasses import dataclass
from functools import cached_property

from duijie.apps.needs.models import Need, TrackThreshold
from duijie.apps.needs.rules.particulars import FIELDS_OF_NEED, Particulars
from duijie.apps.needs.rules.vocabulary import Source, Track
from duijie.apps.needs.services.places import COUNTY_OR_BELOW, county_of, place, public_place
from duijie.apps.regions import selectors as regions
from duijie.apps.regions.rules import Level, level_of_path
from duijie.kernel.clock import today
from duijie.kernel.search import search_words


@dataclass(frozen=True, slots=True)
class _Place:
    """What follows from a place."""

    code: str
    path: str
    name: str
    public: str
    county_path: str
    is_key_county: bool


class Writer:
    """Reads each place and the thresholds once; make one for an act, or one for a whole list."""

    def __init__(self) -> None:
        self._places: dict[str, _Place] = {}

    def write(self, need: Need, stated: Particulars) -> None:
        """Put the particulars into the need, not yet saved.

        Raises:
            RuleBroken: there is no such place (beside `division_code`).
        """
        where = self._place_of(need, stated.division_code)
        for name in FIELDS_OF_NEED:
            value = getattr(stated, name)
            setattr(need, name, list(value) if isinstance(value, tuple) else value)
        need.division_path, need.division_name = where.path, where.name
        if level_of_path(where.path) is Level.VILLAGE:
            need.village_name = ""
        need.public_place, need.county_path = where.public, where.county_path
        need.is_key_county = where.is_key_county
        need.track = self.track_of(stated, where.path)
        need.search = search_words(need.title, need.text)

    def track_of(self, stated: Particulars, path: str) -> str:
        """微心愿 up to the amount that its place has written down (and for orders from the menu), else 一般项目."""
        if stated.total_fen is None:
            return Track.WISH.value if stated.source == Source.ORDER else Track.GENERAL.value
        most = next((row.most_fen for row in self._thresholds if path.startswith(row.path)), 0)
        return Track.WISH.value if stated.total_fen <= most else Track.GENERAL.value

    def _place_of(self, need: Need, code: str) -> _Place:
        if code not in self._places:
            division = place(need, code, levels=COUNTY_OR_BELOW)
            self._places[code] = _Place(
                code=code,
                path=division.path,
                name=division.full_name,
                public=public_place(division),
                county_path=county_of(division.path),
                is_key_county=regions.is_key_county(division.path, today()),
            )
        return self._places[code]

    @cached_property
    def _thresholds(self) -> list[TrackThreshold]:
        """The narrowest place first: a county's own threshold goes before its province's."""
        return sorted(TrackThreshold.objects.filter(track=Track.WISH), key=lambda row: -len(row.path))
