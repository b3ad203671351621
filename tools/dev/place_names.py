"""Make the engine's list of place names from the platform's table of divisions: python -m tools.dev.place_names.

The engine stands alone and may not read the platform's data. Kept are full names of three characters and more
(白沙镇), and what is left without the word for the kind of division (云南, 瓦屋塘): of two characters only for
counties and above. A name that is also an ordinary word (资源, 合作, 惠民) is left out, because measuring must not lose
what a text is about. The output is the same byte for byte each time.
"""

import csv
import gzip
import io
from collections.abc import Iterator
from pathlib import Path

import rjieba

from duijie.matching.evaluation.places import NAMES

DIVISIONS = Path(__file__).parents[2] / "duijie/apps/regions/data/divisions.tsv.gz"
FULL = 3
ORDINARY = frozenset((Path(__file__).parent / "place_names_ordinary.txt").read_text(encoding="utf-8").split())


def names() -> Iterator[str]:
    """The names of divisions that point to nothing else."""
    cutter = rjieba.Jieba()

    def is_ordinary(name: str) -> bool:
        tags = cutter.tag(name)
        return name in ORDINARY or (
            len(name) >= FULL and len(tags) == 1 and not tags[0][1].startswith(("ns", "nr", "nz"))
        )

    with gzip.open(DIVISIONS, "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            shortest = FULL if row["level"] == "township" else FULL - 1
            if len(row["name"]) >= FULL and not is_ordinary(row["name"]):
                yield row["name"]
            if len(row["stem"]) >= shortest and not is_ordinary(row["stem"]):
                yield row["stem"]


def main() -> None:
    """Write the list, one name a line, sorted."""
    plain = "\n".join(sorted(set(names()))) + "\n"
    packed = io.BytesIO()
    with gzip.GzipFile(filename="", fileobj=packed, mode="wb", mtime=0) as file:
        file.write(plain.encode("utf-8"))
    NAMES.write_bytes(packed.getvalue())
    print(f"{NAMES.name}: {plain.count(chr(10))} names, {len(packed.getvalue())} bytes")


if __name__ == "__main__":
    main()
