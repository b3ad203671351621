"""名词解释: what the words of this site mean, each once; the words of figures are those of their own definitions."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from duijie.apps.figures.rules import DEFINITIONS, RATE_LABELS, REFERRED_DEFINITION, VERIFIED_DEFINITION, Rate
from duijie.kernel.errors import mark


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the interface: `word` and `meaning` are message ids, `page` the view that shows it at work."""

    key: str
    word: str
    meaning: str
    page: str = ""


_TERMS: Final = (
    Term(
        "taken-rate",
        RATE_LABELS[Rate.TAKEN],
        DEFINITIONS[Rate.TAKEN],
        "public:figures",
    ),
    Term(
        "agreed-rate",
        RATE_LABELS[Rate.AGREED],
        DEFINITIONS[Rate.AGREED],
        "public:figures",
    ),
    Term(
        "confirmed-rate",
        RATE_LABELS[Rate.CONFIRMED],
        DEFINITIONS[Rate.CONFIRMED],
        "public:figures",
    ),
    Term(
        "met-rate",
        RATE_LABELS[Rate.MET],
        DEFINITIONS[Rate.MET],
        "public:figures",
    ),
    Term(
        "verified-rate",
        mark("Share verified"),
        VERIFIED_DEFINITION,
        "public:figures",
    ),
    Term(
        "referred-rate",
        mark("Share referred to policy"),
        REFERRED_DEFINITION,
        "public:figures",
    ),
    Term(
        "cohort",
        mark("Cohort of a quarter"),
        mark(
            "The needs that were verified within one quarter. Their rates are read 90, 180 and 365 days after its "
            "end; a need does not leave the cohort by failing."
        ),
        "public:figures",
    ),
    Term(
        "request",
        mark("Request (of a household)"),
        mark(
            "What one household asks for. Internal: only the village, the township and who has to act see it; never "
            "published."
        ),
    ),
    Term(
        "need",
        mark("Need (in the library)"),
        mark(
            "What a village, school or county asks for and what the library publishes; it may be made of several "
            "requests."
        ),
        "public:needs",
    ),
    Term(
        "offer",
        mark("Offer (in the library)"),
        mark("What a social organization can give: for whom, where, how much and until when."),
        "public:offers",
    ),
    Term(
        "order",
        mark("Order from the menu"),
        mark("A villager or village chooses a service from the menu of offers; a local organization takes it."),
        "public:offers",
    ),
    Term(
        "interest",
        mark("Interested (answer)"),
        mark("First step of taking a need, within 48 hours. It binds to nothing and is not public."),
    ),
    Term(
        "commitment",
        mark("Commit to a need"),
        mark(
            "Second step: after the visit and its own decision the organization takes all or a part of the need. "
            "Only this opens a project."
        ),
    ),
    Term(
        "not-for-now",
        mark("Not for now (answer)"),
        mark(
            "An organization does not take this need at present. It is free to say so, its reason is not public, "
            "and it may think again later."
        ),
    ),
    Term(
        "recommendation",
        mark("Recommendation of an office"),
        mark("An office points out a need to an organization. Voluntary; no quota, no order."),
    ),
    Term(
        "round",
        mark("Round of matching (term)"),
        mark(
            "All open needs and offers of a place are looked at together, and a list of recommendations is computed "
            "with its proof."
        ),
        "public:rounds",
    ),
    Term(
        "release-list",
        mark("List of recommendations"),
        mark("What a round proposes. An office looks at it and releases it; before that nobody is told."),
        "public:rounds",
    ),
    Term(
        "policy-cover",
        mark("Policy cover (term)"),
        mark(
            "How far a present policy covers the need: not at all, in part, or wholly. Stated before the county "
            "decides; the library is for what policies do not cover enough."
        ),
    ),
    Term(
        "referral",
        mark("Referral to policy"),
        mark(
            "A policy covers it, so it is handed by letter to the office in charge, with a time limit. If a gap "
            "stays, it comes back."
        ),
    ),
    Term(
        "key-county",
        mark("Key county (term)"),
        mark(
            "A county on a national or provincial list of counties that get more help. The list has a document "
            "number and a validity; it is data, not an opinion."
        ),
    ),
    Term(
        "receiving-side",
        mark("Receiving side"),
        mark(
            "Who gets the help: the village, school or household. Only it, or the next level for it, can confirm "
            "that help arrived."
        ),
    ),
    Term(
        "verification",
        mark("Verification (of a need)"),
        mark("Somebody who did not type it looks on the spot whether it is so. Nobody verifies what he typed."),
    ),
    Term(
        "code",
        mark("Enquiry code"),
        mark(
            "Twelve letters and digits with which somebody without an account sees how his affair stands. Whoever "
            "holds it can read it, so keep it."
        ),
        "village:follow",
    ),
    Term(
        "ledger-entry",
        mark("Entry of the ledger"),
        mark(
            "The fingerprint of a public act in a log that nobody can alter unseen. With it anybody can check "
            "whether what is shown is what was recorded."
        ),
    ),
)
TERMS: Final[Mapping[str, Term]] = {each.key: each for each in _TERMS}
