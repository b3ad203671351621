"""Documents, terms and filters of every kind, small enough that they often meet."""

from hypothesis import strategies as st

from duijie.matching.retrieval import Document, Profile, Where

TERMS = (*"灯桥井饭路水苗书课医", "#water", "#lighting")
PATHS = ("/", "/62/", "/62/6211/", "/62/6211/621121/", "/62/6201/", "/42/")
IDS = [f"offer-{number}" for number in range(12)]

terms = st.dictionaries(st.sampled_from(TERMS), st.integers(1, 4), max_size=6).map(
    lambda counted: {term: 1 if term.startswith("#") else count for term, count in counted.items()}
)


def codes(letters: str) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from(letters), max_size=2)


profiles = st.builds(
    Profile,
    fields=codes("xyz"),
    areas=st.lists(st.sampled_from(PATHS), max_size=2).map(tuple),
    forms=codes("fg"),
    qualifications=codes("pq"),
    is_for_key_counties=st.booleans(),
)
days = st.integers(0, 4)


def documents(ids: st.SearchStrategy[str]) -> st.SearchStrategy[Document]:
    return st.builds(
        Document,
        id=ids,
        profile=profiles,
        capacity=st.integers(0, 3),
        first_day=days,
        last_day=days,
        in_good_standing=st.booleans(),
    )


libraries = st.lists(st.tuples(documents(st.sampled_from(IDS)), terms), max_size=12, unique_by=lambda row: row[0].id)
wheres = st.builds(
    Where,
    fields=codes("xyzw"),
    at=st.none() | st.sampled_from((*PATHS, "/99/")),
    within=st.none() | st.lists(st.sampled_from(PATHS), max_size=2).map(tuple),
    forms=codes("fgh"),
    required=st.just(frozenset()) | codes("pqr"),
    held=st.none() | codes("pqr"),
    open_on=st.none() | days,
    begins_by=st.none() | days,
    least_capacity=st.none() | st.integers(0, 3),
    in_key_county=st.booleans(),
    for_key_counties=st.booleans(),
    in_good_standing=st.booleans(),
)
