"""`duijie match evaluate`: figures of the ranking on needs whose answer is known, for anybody with three files."""

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from duijie.config.commandline.commands import Command, WrongInput

if TYPE_CHECKING:
    from duijie.matching.evaluation.comparing import Comparison, Figures
    from duijie.matching.semantic.vectors import RememberedVectors


def run(given: argparse.Namespace) -> int:
    """Print the figures as a table, or as one JSON object, method name → figures."""
    from duijie.matching.evaluation.cases import FaultyRows, read_cases
    from duijie.matching.evaluation.comparing import compare
    from duijie.matching.evaluation.places import without_places
    from duijie.matching.ranking.fusion import UnusableFusion
    from duijie.matching.semantic.vectors import UnusableVectors

    try:
        cases = read_cases(given.needs, given.offers, given.pairs)
        if given.mask_places:
            cases = without_places(cases)
        encoder = None if given.without_vectors else _encoder(given.vectors)
        compared = compare(cases, encoder, is_cross_validated=given.cross_validate)
    except (FaultyRows, UnusableFusion, UnusableVectors) as fault:
        raise WrongInput(str(fault)) from fault
    if encoder is not None and given.vectors is not None:
        encoder.save(given.vectors)
    print(json.dumps(as_rows(compared), ensure_ascii=False, indent=2) if given.json else as_table(compared))
    return 0


def _encoder(kept: Path | None) -> "RememberedVectors | None":
    """The encoder of this machine, with the vectors of the last run when they were kept."""
    from duijie.matching.semantic.encoding import installed_encoder
    from duijie.matching.semantic.vectors import RememberedVectors

    encoder = installed_encoder()
    if encoder is None:
        return None
    if kept is not None and kept.exists():
        return RememberedVectors.load(kept, encoder)
    return RememberedVectors(encoder)


def as_rows(compared: "Comparison") -> dict[str, dict[str, object]]:
    """Method → means by metric, with intervals, what it is above the baseline, and what it was made of."""
    rows: dict[str, dict[str, object]] = {}
    for method, figures in compared.figures.items():
        rows[method] = {
            **_rounded(figures),
            "needs": compared.needs,
            "offers": compared.offers,
            "parts": [part.value for part in compared.parts] if method == "whole" else [method],
        }
    rows["whole"]["cross_validated"] = compared.is_cross_validated
    return rows


def _rounded(figures: "Figures") -> dict[str, object]:
    found: dict[str, object] = {metric: round(value, 6) for metric, value in figures.means.items()}
    for metric, gain in figures.gains.items():
        found[f"{metric}_interval"] = [round(end, 6) for end in figures.intervals[metric]]
        found[f"{metric}_gain"] = round(gain, 6)
        found[f"{metric}_gain_interval"] = [round(end, 6) for end in figures.gain_intervals[metric]]
    return found


def as_table(compared: "Comparison") -> str:
    """One line a method, nDCG@10 with its interval and with what it is above the baseline."""
    lines = [
        f"{compared.needs} needs with an answer, {compared.offers} offers; measures: {', '.join(compared.parts)}",
        "the whole by " + ("weights of the other folds" if compared.is_cross_validated else "the shipped weights"),
        f"{'':16} hit@1  hit@5  hit@10 mrr    ndcg@10 [95 %]          above bm25_bigrams [95 %, paired]",
    ]
    for method, figures in compared.figures.items():
        means = "  ".join(f"{value:.3f}" for value in figures.means.values())
        low, high = figures.intervals["ndcg@10"]
        least, most = figures.gain_intervals["ndcg@10"]
        gain = f"{figures.gains['ndcg@10']:+.3f} [{least:+.3f}, {most:+.3f}]"
        lines.append(f"{method:16} {means}   [{low:.3f}, {high:.3f}]  {gain}")
    return "\n".join(lines)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The three files, and how to measure."""
    parser.add_argument("--needs", type=Path, required=True, metavar="FILE", help="rows with id, title and text")
    parser.add_argument("--offers", type=Path, required=True, metavar="FILE", help="rows with id, title and text")
    parser.add_argument("--pairs", type=Path, required=True, metavar="FILE", help="rows with need_id and offer_id")
    parser.add_argument("--mask-places", action="store_true", help="take the names of places out of all texts first")
    parser.add_argument("--json", action="store_true", help="print one JSON object, method name to figures")
    parser.add_argument(
        "--cross-validate",
        action="store_true",
        help="learn the weights on other folds of these pairs: for pairs that the shipped weights were learned from",
    )
    vectors = parser.add_mutually_exclusive_group()
    vectors.add_argument("--vectors", type=Path, metavar="FILE", help="keep sentence vectors here for the next run")
    vectors.add_argument("--without-vectors", action="store_true", help="as on a machine without the extra “semantic”")


COMMAND = Command(
    name="evaluate",
    summary="How well the ranking finds the offers that are known to have answered needs.",
    explanation=(
        "The files are JSON Lines in UTF-8. All offers are ranked for each need that has an answer, by BM25 on pairs\n"
        "of characters (bm25_bigrams, the baseline), by each measure and by the whole. Intervals are paired bootstraps."
    ),
    examples=(
        "  duijie match evaluate --needs needs.jsonl --offers offers.jsonl --pairs pairs.jsonl --mask-places\n"
        "  duijie match evaluate --needs n.jsonl --offers o.jsonl --pairs p.jsonl --mask-places --cross-validate --json"
    ),
    add_arguments=add_arguments,
    run=run,
)
