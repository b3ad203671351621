"""Read the tables in `data/`: divisions, how characters are read, county lists, reporting units."""

import csv
import gzip
import io
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from duijie.apps.regions.rules import Basis, Level, path_below

DATA = Path(__file__).resolve().parent / "data"
DIVISIONS = DATA / "divisions.tsv.gz"
PINYIN = DATA / "pinyin.tsv.gz"
KEY_COUNTIES = DATA / "key_counties.csv"
LIFTED_COUNTIES = DATA / "lifted_counties.csv"
REPORTING_UNITS = DATA / "reporting_units.tsv"
_BASES = {"published list": Basis.PUBLISHED, "rule": Basis.RULE, "unverified": Basis.UNVERIFIED}


class DivisionRow(NamedTuple):
    """One division, in the order in which it is copied into the database."""

    code: str
    name: str
    stem: str
    full_name: str
    level: str
    parent_code: str
    path: str
    initials: str
    pinyin: str
    origin: str
    is_active: str
    is_fictional: str = "f"


class ListedCounty(NamedTuple):
    """One county as a list names it, with its 12-digit code."""

    code: str
    name: str
    basis: Basis


class UnitRow(NamedTuple):
    """One reporting unit; paths that lie below `paths` but not below `excluded`."""

    code: str
    name: str
    kind: str
    paths: tuple[str, ...]
    excluded: tuple[str, ...]


def read_divisions(within: str = "/") -> Iterator[DivisionRow]:
    """All divisions whose path begins with `within` and those above them, parents first."""
    names: dict[str, str] = {"": ""}
    paths: dict[str, str] = {"": "/"}
    for line in _table(DIVISIONS):
        code, parent = line["code"], line["parent_code"]
        full_name = names[code] = names[parent] + line["name"]
        path = paths[code] = path_below(paths[parent], code, Level(line["level"]))
        if path.startswith(within) or within.startswith(path):
            yield DivisionRow(
                code=code,
                name=line["name"],
                stem=line["stem"],
                full_name=full_name,
                level=line["level"],
                parent_code=parent,
                path=path,
                initials=line["initials"],
                pinyin=line["pinyin"],
                origin=line["origin"],
                is_active="t" if line["is_active"] == "1" else "f",
            )


def read_county_list(path: Path) -> Iterator[ListedCounty]:
    """The counties of a list, in its order."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        for line in csv.DictReader(file):
            yield ListedCounty(f"{line['gb2260']}000000", line["county"], _BASES[line["basis"]])


def read_reporting_units() -> Iterator[UnitRow]:
    """The units in the order in which the ministry lists them."""
    for line in _table(REPORTING_UNITS):
        paths, excluded = (tuple(line[name].split()) for name in ("paths", "excluded"))
        yield UnitRow(line["code"], line["name"], line["kind"], paths, excluded)


def spell(name: str) -> tuple[str, str]:
    """Initials and pinyin of a name by the commonest reading of each character; what cannot be read is left out."""
    spoken = [_readings()[character] for character in name if character in _readings()]
    return "".join(each[0] for each in spoken), "".join(spoken)


@cache
def _readings() -> dict[str, str]:
    return {line["character"]: line["pinyin"] for line in _table(PINYIN)}


def _table(path: Path) -> Iterator[dict[str, str]]:
    data = path.read_bytes()
    text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8")
    return csv.DictReader(io.StringIO(text), delimiter="\t", quoting=csv.QUOTE_NONE)
