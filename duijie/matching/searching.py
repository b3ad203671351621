"""The search beside a large library: which of its items are worth scoring, after the hard filters, in a millisecond.

A document's terms are those of its wording and a mark for each sub-field that it declares (`##water`), so that the
search finds whatever shares a word or the kind of help. Filters are the demands of `retrieval`; scoring asks them all
again.
"""

from collections.abc import Iterable
from datetime import date

import numpy as np

from duijie.matching.index import Asked, Corpus
from duijie.matching.reasons import HALF_OF_WORDS_AT, MAXIMA, Term
from duijie.matching.retrieval import Document, Profile, RetrievalIndex, Where
from duijie.matching.retrieval.codes import QUALIFICATIONS
from duijie.matching.retrieval.documents import ALWAYS_BEGUN, NEVER_ENDS, columns
from duijie.matching.terms import NeedTerms, OfferTerms
from duijie.matching.wording import Wording
from duijie.matching.words import SUBFIELD_MARK

Pairs = Iterable[tuple[NeedTerms | OfferTerms, Wording]]
_MOST = 2**31 - 1
_A_KIND_SHARED = MAXIMA[Term.SUBFIELD] * HALF_OF_WORDS_AT / MAXIMA[Term.WORDS]
"""What the kinds of help weigh together in a search: as much as the relevance whose points they are worth at first."""


class Search:
    """Items by words, kinds of help and hard filters. It teaches nobody anything, and may be built anew at any time."""

    def __init__(self, items: Pairs, corpus: Corpus) -> None:
        self._corpus = corpus
        self._papers: set[str] = set()
        self._beyond: set[str] = set()
        self._index = self._built(list(items))

    def _built(self, items: list[tuple[NeedTerms | OfferTerms, Wording]]) -> RetrievalIndex:
        numbers: dict[str, int] = {}
        tokens, counts, offsets = list[int](), list[int](), [0]
        for item, said in items:
            held = _terms(item, said)
            tokens += [numbers.setdefault(term, len(numbers)) for term in held]
            counts += held.values()
            offsets.append(len(tokens))
        return RetrievalIndex.build(
            columns(self._document(item) for item, _ in items),
            list(numbers),
            np.array(tokens, np.int32),
            np.array(offsets, np.int64),
            counts=np.array(counts, np.int32),
            average_length=max(self._corpus.average, 1.0),
        )

    def add(self, item: NeedTerms | OfferTerms, said: Wording) -> None:
        """Add an item, or put it in the place of the one with the same id."""
        self._index.add(self._document(item), _terms(item, said))

    def remove(self, item_id: str) -> None:
        """Take an item out; KeyError when it is not there."""
        self._index.remove(item_id)

    def find(self, asked: NeedTerms | OfferTerms, ready: Asked, most: int, today: date) -> list[str]:
        """At most so many items that pass the filters and share a word or the kind of help, the most telling first."""
        where = self._for_need(asked, today) if isinstance(asked, NeedTerms) else self._for_offer(asked, today)
        if where is None:
            return []
        weights = ready.weights()
        weights |= {_kind(code): _A_KIND_SHARED / len(asked.subfields) for code in asked.subfields}
        return self._index.search_weighted(weights, most, where).ids

    def _document(self, item: NeedTerms | OfferTerms) -> Document:
        return self._need(item) if isinstance(item, NeedTerms) else self._offer(item)

    def _need(self, need: NeedTerms) -> Document:
        profile = Profile(
            fields=_coded(need.fields),
            areas=(need.division_path,),
            forms=frozenset({need.form.value}),
            qualifications=self._learned(need.required_qualifications),
            is_for_key_counties=need.is_key_county,
        )
        return Document(id=need.id, profile=profile, last_day=_day(need.wanted_by, NEVER_ENDS))

    def _offer(self, offer: OfferTerms) -> Document:
        profile = Profile(
            fields=_coded(offer.fields),
            areas=offer.areas,
            forms=frozenset(form.value for form in offer.forms),
            qualifications=self._learned(offer.qualifications),
            is_for_key_counties=offer.key_counties_only,
        )
        return Document(
            id=offer.id,
            profile=profile,
            capacity=min(max(offer.capacity_left, 0), _MOST),
            first_day=_day(offer.available_from, ALWAYS_BEGUN),
            last_day=_day(offer.available_to, NEVER_ENDS),
            in_good_standing=offer.in_good_standing,
        )

    def _for_need(self, need: NeedTerms, today: date) -> Where:
        return Where(
            fields=_coded(need.fields),
            at=need.division_path,
            forms=frozenset({need.form.value}),
            required=need.required_qualifications - self._beyond,
            open_on=today.toordinal(),
            begins_by=max(need.wanted_by, today).toordinal() if need.wanted_by else None,
            least_capacity=1,
            in_key_county=need.is_key_county,
        )

    def _for_offer(self, offer: OfferTerms, today: date) -> Where | None:
        """None when the offer itself is not to be had."""
        is_over = offer.available_to is not None and offer.available_to < today
        if is_over or offer.capacity_left <= 0 or not offer.in_good_standing:
            return None
        begins = offer.available_from
        return Where(
            fields=_coded(offer.fields),
            within=offer.areas or None,
            forms=frozenset(form.value for form in offer.forms),
            held=offer.qualifications,
            open_on=begins.toordinal() if begins and begins > today else None,
            for_key_counties=offer.key_counties_only,
        )

    def _learned(self, papers: frozenset[str]) -> frozenset[str]:
        """Those that the index has bits for; the others are left to scoring."""
        for code in sorted(papers - self._papers):
            (self._papers if len(self._papers) < QUALIFICATIONS else self._beyond).add(code)
        return papers - self._beyond


def _coded(fields: frozenset[str]) -> frozenset[str]:
    """Codes that are never empty."""
    return frozenset(f"={field}" for field in fields)


def _day(day: date | None, otherwise: int) -> int:
    return day.toordinal() if day else otherwise


def _kind(subfield: str) -> str:
    return f"{SUBFIELD_MARK}{SUBFIELD_MARK}{subfield}"


def _terms(item: NeedTerms | OfferTerms, said: Wording) -> dict[str, int]:
    return {**said.terms, **said.kinds, **{_kind(code): 1 for code in item.subfields}}
