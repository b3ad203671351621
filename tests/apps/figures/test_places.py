"""What places state adds up, whatever the cohort: a county to its prefecture, a prefecture to its province."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from duijie.apps.figures.rules import NeedRecord, Rate, figures_of
from duijie.apps.figures.rules.places import SHARE_UNIT, WHOLE, Counts, counts_by_place
from duijie.apps.regions.rules import county_path_of, paths_above

DAY = date(2026, 9, 28)
VILLAGES = (
    "/62/6211/621121/621121100/621121100201/",
    "/62/6211/621122/621122100/",
    "/62/6229/622901/",
    "/33/3301/330102/330102001/",
    "/44/4419/441900003/441900003001/",  # Dongguan has townships and no county
    "/66/6608/659001/",
)
days = st.one_of(st.none(), st.dates(DAY - timedelta(days=90), DAY + timedelta(days=9)))


@st.composite
def needs(draw):
    asked = draw(st.decimals("0.01", 999, places=2))
    return NeedRecord(
        number="N-1",
        submitted_on=None,
        verified_on=DAY - timedelta(days=90),
        taken_on=draw(days),
        agreed_on=draw(days),
        confirmed_on=draw(days),
        state="published",
        asked=asked,
        met=draw(st.decimals(0, 1200, places=2)),
        unit="盏",
        amount_fen=None,
        place=draw(st.sampled_from(VILLAGES)),
    )


cohorts = st.lists(needs(), max_size=12)


@given(cohorts)
def test_counties_add_up_to_prefectures_and_provinces_and_these_to_the_whole(cohort):
    counts = counts_by_place(cohort, DAY)
    counties = {county_path_of(need.place) for need in cohort}
    for path, stated in counts.items():
        below = [counts[each] for each in counties if each.startswith(path)]
        assert sum(below, Counts()) == stated
    assert set(counts) == {WHOLE, *(path for county in counties for path in paths_above(county))}


@given(cohorts)
def test_what_is_attested_of_a_place_is_what_its_page_of_figures_shows(cohort):
    for path, stated in counts_by_place(cohort, DAY).items():
        figures = figures_of([need for need in cohort if need.place.startswith(path)], DAY)
        assert stated.verified == figures.verified
        for rate in (Rate.TAKEN, Rate.AGREED, Rate.CONFIRMED):
            assert getattr(stated, rate) == figures.by_count[rate].part
        if figures.mean_met is not None:
            mean = stated.met_shares / (SHARE_UNIT * stated.verified)
            assert 0 <= float(figures.mean_met) - mean < 1 / SHARE_UNIT


def test_counts_are_read_back_only_when_they_are_whole():
    counts = Counts(3, 2, 1, 1, 12_000)
    assert Counts.of_facts({"quarter": "2026-2", **counts.as_facts()}) == counts
    for broken in ({"verified": 3}, counts.as_facts() | {"taken": "2"}, counts.as_facts() | {"taken": -1}):
        assert Counts.of_facts(broken) is None
    assert counts - Counts(1, 1, 1, 1, 10_000) == Counts(2, 1, 0, 0, 2_000)
    assert Decimal(counts.met_shares) / SHARE_UNIT == Decimal("1.2")
