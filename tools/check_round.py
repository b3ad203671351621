"""Check a round alone: check_round.py FOLDER, or PROBLEM.npz RESULT.npz (docs/reference/round-format.md)."""

import hashlib
import json
import sys
from pathlib import Path

import numpy as np

Arrays = dict[str, np.ndarray]


def demand(is_so: object, sentence: str) -> None:
    """End with the sentence when it is not so."""
    if not is_so:
        sys.exit(f"wrong: {sentence}")


def alone(p: Arrays, gain: np.ndarray, quantity: np.ndarray) -> float:
    """Sum over needs of the best units that each could take alone, at most min(quantity, capacity) on one edge."""
    order = np.lexsort((-gain, p["need"]))
    need, gain = p["need"][order], np.maximum(gain[order], 0)
    room = np.minimum(quantity[need], p["capacity"][p["offer"][order]])
    before = np.cumsum(room) - room
    return float(gain @ np.clip(quantity[need] - before + before[np.searchsorted(need, need)], 0, room))


def check(p: Arrays, r: Arrays, epsilon: float) -> tuple[float, float]:
    """Return the objective and the bound, computed again; end when the assignment is none."""
    need, offer, edges, prices, capacity = p["need"], p["offer"], r["edges"], r["prices"], p["capacity"]
    utility = p["utility"].astype(np.int64)
    quantity = p.get("quantity", np.ones(len(p.get("county", range(need.max(initial=-1) + 1))), np.int64))
    demand(not edges.size or (edges.min() >= 0 and edges.max() < len(need)), "an edge that is not there is chosen")
    demand((np.bincount(need[edges], minlength=len(quantity)) <= quantity).all(), "a need gets more than it asks for")
    demand((np.bincount(offer[edges], minlength=len(capacity)) <= capacity).all(), "an offer gives more than it has")
    demand(prices.shape == capacity.shape and (prices >= 0).all(), "a price is missing or negative")
    if "county" not in p:
        return int(utility[edges].sum()), int(prices @ capacity + alone(p, utility - prices[offer], quantity))
    weight = p.get("weight", np.ones(p["county"].max(initial=-1) + 1))
    asked = np.bincount(p["county"], quantity, len(weight))
    means = np.bincount(p["county"][need[edges]], utility[edges] / 1e6, len(weight)) / np.maximum(asked, 1)
    slope = weight / (epsilon + r["tangent"])
    linear = prices @ capacity + alone(p, slope[p["county"][need]] * utility - prices[offer], quantity)
    touching = asked @ (weight * np.log(epsilon + r["tangent"]) - slope * r["tangent"])
    return float(asked @ (weight * np.log(epsilon + means))), float(touching + linear / 1e6)


if __name__ == "__main__":
    given = [Path(path) for path in sys.argv[1:]]
    problem, result = given if len(given) > 1 else (given[0] / "problem.npz", given[0] / "result.npz")
    p, r = (dict(np.load(path, allow_pickle=False)) for path in (problem, result))
    header = {} if len(given) > 1 else json.loads((given[0] / "round.json").read_text(encoding="utf-8"))
    digest = hashlib.sha256(problem.read_bytes()).hexdigest()
    demand(header.get("input_sha256", digest) == digest, "the input is not the one that was frozen")
    objective, bound = check(p, r, header.get("epsilon", 0.01))
    gap = (bound - objective) / max(abs(bound), abs(objective)) if bound != objective else 0.0
    for name, ours in (("objective", objective), ("bound", bound), ("gap", gap)):
        for told in (float(r[name]), float(header.get(name, ours))):
            demand(abs(told - ours) <= 1e-9 * max(1.0, abs(ours)), f"{name} is {ours}, not {told} as told")
    print(f"right: objective {objective:.12g}, bound {bound:.12g}, gap {100 * gap:.4f} %, input {digest}")
