"""The whole way of a round from the libraries to rows that are ready to be written; writes nothing itself."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

import numpy as np

from duijie.apps.matches.catalogue import Catalogue
from duijie.apps.matches.models import Round
from duijie.apps.matches.rounds.candidates import told_reasons
from duijie.apps.matches.rounds.equity import by_place, counted, left_behind
from duijie.apps.matches.rounds.gathering import Frozen, gather
from duijie.apps.matches.rounds.misses import missed
from duijie.apps.matches.rounds.outcome import Chosen, chosen_pairs
from duijie.apps.matches.rounds.proof import Proof, proof_of
from duijie.apps.matches.rounds.solving import Solved, Start, dues, solved
from duijie.apps.matches.rules.rounds import Step
from duijie.apps.needs.selectors.needs import as_terms


class Report(Protocol):
    """Tells how far the computing has come."""

    def __call__(self, step: Step, done: int = 0, to_do: int = 0) -> None:
        """Note a step, and how much of it is done."""


@dataclass(slots=True)
class Outcome:
    """Values of the round and of its rows, by the names of their columns."""

    values: dict[str, Any] = field(default_factory=dict)
    rooms: list[dict[str, Any]] = field(default_factory=list)
    pairs: list[dict[str, Any]] = field(default_factory=list)
    misses: list[dict[str, Any]] = field(default_factory=list)
    proof: Proof | None = None


def computed(row: Round, catalogue: Catalogue, on: date, start: Start, report: Report) -> Outcome:
    """Freeze, solve, explain; call with the catalogue locked and fresh. The same input gives the same outcome."""
    report(Step.GATHERING)
    frozen = gather(row, catalogue, on, lambda done, to_do: report(Step.GATHERING, done, to_do))
    report(Step.SOLVING)
    answer = solved(frozen, key_county_weight=float(row.key_county_weight), start=start)
    report(Step.WRITING)
    outcome = Outcome(values=_sizes(frozen, on))
    chosen = chosen_pairs(frozen, answer) if answer else []
    fair = [each.edge for each in chosen if each.is_recommended]
    plain = [each.edge for each in chosen if each.is_plain]
    places = by_place(frozen, fair, plain)
    outcome.values["figures"] = {
        "model": frozen.valuing.told(),
        "fair": counted(frozen, fair),
        "plain": counted(frozen, plain),
        "places": places,
        "left_behind": left_behind(places),
    }
    if answer:
        _add_proof(outcome, frozen, answer)
    outcome.pairs = [_pair(frozen, each, catalogue, on) for each in chosen]
    due = dues(answer.problem, answer.plain) if answer else []
    outcome.misses = _misses(frozen, fair, due, catalogue)
    return outcome


def _sizes(frozen: Frozen, on: date) -> dict[str, Any]:
    counts = {"needs": len(frozen.parts), "offers": len(frozen.rooms), "edges": len(frozen.pairs)}
    return {"frozen_on": on, **counts}


def _add_proof(outcome: Outcome, frozen: Frozen, answer: Solved) -> None:
    problem, fair, plain = answer.problem, answer.fair, answer.plain
    outcome.proof = proof_of(problem, fair)
    outcome.values["figures"]["certificate"] = outcome.proof.header
    tangent = np.zeros(len(answer.places)) if fair.tangent is None else fair.tangent
    outcome.values |= {
        "digest": outcome.proof.header["input_sha256"],
        "tangent": {place: float(mean) for place, mean in zip(answer.places, tangent, strict=True)},
        "method": fair.method,
        "objective": float(fair.objective),
        "bound": float(fair.bound),
        "gap": float(fair.gap),
        "seconds": float(fair.seconds + plain.seconds),
        "total": int(problem.utility[fair.edges].sum()),
        "plain_total": int(problem.utility[plain.edges].sum()),
    }
    outcome.rooms = [
        {"offer": each.offer, "capacity": each.capacity, "price": int(price), "fair_price": int(fair_price)}
        for each, price, fair_price in zip(frozen.rooms, plain.prices, fair.prices, strict=True)
    ]


def _pair(frozen: Frozen, chosen: Chosen, catalogue: Catalogue, on: date) -> dict[str, Any]:
    need, offer, utility = frozen.pairs[chosen.edge]
    terms, row = as_terms(frozen.parts[need].need), frozen.rooms[offer].offer
    return {
        "need": frozen.parts[need].need,
        "offer": row,
        "quantity": chosen.quantity,
        "utility": utility,
        "is_recommended": chosen.is_recommended,
        "is_plain": chosen.is_plain,
        "reasons": told_reasons(terms, catalogue.offers[str(row.pk)], catalogue.offers, on),
    }


def _misses(frozen: Frozen, fair: list[int], due: list[int], catalogue: Catalogue) -> list[dict[str, Any]]:
    served = {frozen.pairs[edge][0] for edge in fair}
    found = missed(frozen, served, due, catalogue.offers)
    return [{"need": need, "why": str(why), "params": params} for need, (why, params) in found]
