"""Needs and offers of every kind, for properties that hold of all of them."""

from datetime import timedelta

from hypothesis import strategies as st

from duijie.matching.terms import Form, Level, Mode, Registration, Urgency
from tests.matching.samples import TODAY, a_need, an_offer

WORDS = (
    "路灯",
    "照明",
    "老人",
    "食堂",
    "水窖",
    "饮水",
    "桥梁",
    "学校",
    "图书",
    "轮椅",
    "苹果",
    "培训",
    "项目",
    "太阳能",
)
FILLERS = ("音乐", "法律", "纠纷", "绿化")
PATHS = ("/62/6211/621121/621121100/", "/62/6211/621121/", "/62/6211/621122/", "/62/6201/620102/", "/42/429004/")
AREAS = ("/", "/62/", "/62/6211/", "/62/6211/621121/", "/42/")

texts = st.lists(st.sampled_from(WORDS + FILLERS), max_size=8).map("，".join)
fields = st.sampled_from(("livelihood", "industry", "health"))
subfields = st.frozensets(st.sampled_from(("lighting", "elderly", "water")), max_size=2)
people = st.frozensets(st.sampled_from(("elderly", "children", "disabled")), max_size=2)
papers = st.frozensets(st.sampled_from(("medical", "law")), max_size=1)
days = st.none() | st.integers(-30, 200).map(lambda ahead: TODAY + timedelta(days=ahead))
amounts = st.none() | st.integers(0, 10**10)
units = st.sampled_from(("", "户", "盏"))

needs = st.builds(
    a_need,
    id=st.uuids().map(str),
    title=texts,
    text=texts,
    field=fields,
    subfields=subfields,
    division_path=st.sampled_from(PATHS),
    is_key_county=st.booleans(),
    beneficiaries=people,
    in_hardship=st.booleans(),
    form=st.sampled_from(Form),
    quantity=st.integers(0, 500),
    unit=units,
    budget_fen=amounts,
    wanted_by=days,
    required_qualifications=papers,
    urgency=st.sampled_from(Urgency),
    level=st.sampled_from(Level),
)
offers = st.builds(
    an_offer,
    id=st.uuids().map(str),
    title=texts,
    text=texts,
    fields=st.frozensets(fields, max_size=2),
    subfields=subfields,
    areas=st.lists(st.sampled_from(AREAS), max_size=2).map(tuple),
    key_counties_only=st.booleans(),
    beneficiaries=people,
    forms=st.frozensets(st.sampled_from(Form), max_size=3),
    capacity_left=st.integers(0, 50),
    unit=units,
    budget_fen=amounts,
    mode=st.sampled_from(Mode),
    available_from=days,
    available_to=days,
    qualifications=papers,
    in_good_standing=st.booleans(),
    home_path=st.sampled_from(("/", *PATHS)),
    registration_level=st.sampled_from(Registration),
    is_eastern=st.booleans(),
    paired_paths=st.lists(st.sampled_from(PATHS), max_size=1).map(tuple),
    confirmed=st.dictionaries(fields, st.integers(0, 9), max_size=2),
)
offer_lists = st.lists(offers, max_size=8, unique_by=lambda offer: offer.id)
need_lists = st.lists(needs, max_size=8, unique_by=lambda need: need.id)
