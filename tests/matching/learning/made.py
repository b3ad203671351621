"""A log of answers by organizations that weigh terms quite unlike the prior."""

import numpy as np

from duijie.matching.learning.log import Outcome, ShownPair
from duijie.matching.reasons import MAXIMA, Term

HIDDEN = {Term.RECORD: 3.0, Term.PLACE: 2.5, Term.CAPACITY: 1.5, Term.WORDS: 0.5}


def _chance(shares, weights, base):
    return 1 / (1 + np.exp(-(base + sum(weight * shares[term] for term, weight in weights.items()))))


def made_log(lists=600, *, seed=0, weights=HIDDEN, shown=6, base=-4.0):
    """Lists ordered by the rule score; who looks at position k does so with chance 1/√k."""
    chance, rows = np.random.default_rng(seed), []
    for number in range(lists):
        found = []
        for _ in range(shown):
            shares = {term: int(chance.integers(0, 9)) / 8 for term in Term}
            found.append({term: int(MAXIMA[term] * share) for term, share in shares.items()})
        found.sort(key=lambda terms: -sum(terms.values()))
        for position, terms in enumerate(found, start=1):
            propensity = position**-0.5
            shares = {term: points / MAXIMA[term] for term, points in terms.items()}
            outcome = Outcome.SHOWN
            if chance.random() < propensity:
                outcome = Outcome.DECLINED
                if chance.random() < _chance(shares, weights, base):
                    outcome = Outcome.ACCEPTED
                    if chance.random() < _chance(shares, {Term.BENEFICIARIES: 2.0}, 0.0):
                        outcome = Outcome.CONFIRMED
                        if chance.random() < _chance(shares, {Term.RECORD: 3.0}, -1.0):
                            outcome = Outcome.DELIVERED
            reason = "distance" if outcome is Outcome.DECLINED else ""
            rows.append(ShownPair(f"list-{number}", position, propensity, terms, outcome, reason))
    return rows
