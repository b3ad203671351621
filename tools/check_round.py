"""Check a round alone: check_round.py FOLDER, or PROBLEM.npz RESULT.npz (docs/reference/round-format.md)."""

import hashlib
import json
import sys
from pathlib import Path

import numpy as np


def demand(is_so: object, sentence: str) -> None:
    """End with the sentence when it is not so."""
    if not is_so:
        sys.exit(f"wrong: {sentence}")


given = [Path(path) for path in sys.argv[1:]]
problem, result = given if len(given) > 1 else (given[0] / "problem.npz", given[0] / "result.npz")
p, r = (dict(np.load(path, allow_pickle=False)) for path in (problem, result))
header = {} if len(given) > 1 else json.loads((given[0] / "round.json").read_text(encoding="utf-8"))
digest = hashlib.sha256(problem.read_bytes()).hexdigest()
demand(header.get("input_sha256", digest) == digest, "the input is not the one that was frozen")
need, offer, edges, prices, capacity = p["need"], p["offer"], r["edges"], r["prices"], p["capacity"]
utility = p["utility"].astype(np.int64)
quantity = p.get("quantity", np.ones(len(p.get("county", range(need.max(initial=-1) + 1))), np.int64))
demand(not edges.size or (edges.min() >= 0 and edges.max() < len(need)), "an edge that is not there is chosen")
demand((np.bincount(need[edges], minlength=len(quantity)) <= quantity).all(), "a need gets more than it asks for")
demand((np.bincount(offer[edges], minlength=len(capacity)) <= capacity).all(), "an offer gives more than it has")
demand(prices.shape == capacity.shape and (prices >= 0).all(), "a price is missing or negative")
most, paid, worth = np.minimum(quantity[need], capacity[offer]).astype(np.int64), np.zeros(len(need), np.int64), 0
for name in sorted({"budget", "funder_budget", "funder_capacity"} & p.keys()):  # what else is limited, and its prices
    draw = np.ones_like(paid) if name == "funder_capacity" else p["cost"]
    amount, price, limit = p[name], r[f"{name}_price"], offer if name == "budget" else p["funder"][offer]
    demand(price.shape == amount.shape and (price >= 0).all(), f"a price of {name} is missing or negative")
    demand(int(price.max()) * int(draw.max(initial=0)) < 1 << 61, f"a price of {name} is too high")
    at = np.flatnonzero((limit >= 0) & (amount[limit] >= 0) & (draw > 0))
    drawn = np.bincount(limit[at], np.bincount(edges, minlength=len(need))[at] * draw[at], len(amount))
    demand((drawn <= amount)[amount >= 0].all(), f"{name} is exceeded")
    most[at], paid[at] = np.minimum(most[at], amount[limit[at]] // draw[at]), paid[at] + price[limit[at]] * draw[at]
    worth += sum(int(each) * max(int(top), 0) for each, top in zip(price, amount, strict=True))
objective, touching, unit, gain = int(utility[edges].sum()), 0.0, 1.0, utility
if "county" in p:
    county, tangent, epsilon, unit = p["county"], r["tangent"], header.get("epsilon", 0.01), 1e6
    weight = p.get("weight", np.ones(county.max(initial=-1) + 1))
    asked = np.bincount(county, quantity, len(weight))
    means = np.bincount(county[need[edges]], utility[edges] / unit, len(weight)) / np.maximum(asked, 1)
    slope, objective = weight / (epsilon + tangent), asked @ (weight * np.log(epsilon + means))
    gain, touching = slope[county[need]] * utility, asked @ (weight * np.log(epsilon + tangent) - slope * tangent)
gain = np.maximum(gain - paid // 10**6 - prices[offer], 0)  # what a need has of an edge when everything is paid
order = np.lexsort((-gain, need))
before = np.cumsum(most[order]) - most[order]
left = quantity[need[order]] - before + before[np.searchsorted(need[order], need[order])]
bound = touching + (int(prices @ capacity) + worth // 10**6 + gain[order] @ np.clip(left, 0, most[order])) / unit
gap = (bound - objective) / max(abs(bound), abs(objective)) if bound != objective else 0.0
for name, ours in (("objective", objective), ("bound", bound), ("gap", gap)):
    for told in (float(r[name]), float(header.get(name, ours))):
        demand(abs(told - ours) <= 1e-9 * max(1.0, abs(ours)), f"{name} is {ours}, not {told} as told")
print(f"right: objective {objective:.12g}, bound {bound:.12g}, gap {100 * gap:.4f} %, input {digest}")
