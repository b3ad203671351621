"""Cut a place written in one cell into its levels: 甘肃省定西市通渭县平襄镇瓦石坪村. Plain Python."""

import re
import unicodedata
from dataclasses import dataclass
from typing import NamedTuple

_MUNICIPALITIES = ("北京市", "天津市", "上海市", "重庆市")
_PROVINCE = re.compile(r"[\u4e00-\u9fff]{2,8}?(?:省|自治区|特别行政区|生产建设兵团)")
_PREFECTURE = re.compile(r"[\u4e00-\u9fff]{2,10}?(?:自治州|地区|盟|市|师)")
_COUNTY = re.compile(r"[\u4e00-\u9fff]{1,12}?(?:自治县|自治旗|林区|特区|县|区|市|旗)")
_TOWNSHIP = re.compile(r"[\u4e00-\u9fff]{1,12}?(?:街道办事处|街道|民族乡|苏木|乡|镇|团)(?!村)")
_SIGNS = re.compile(r"[\s、，,/\\·>-]+")


class Place(NamedTuple):
    """The names of a place, "" where one is not given."""

    province: str = ""
    prefecture: str = ""
    county: str = ""
    township: str = ""
    village: str = ""

    def __str__(self) -> str:
        return "".join(self)


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """The division that a row's place counts as.

    `same_as` is the same for every way to write the place, before and after its village is put on record. `village` is
    a village that the row names and nobody has put on record, `similar` the names on record that resemble it.
    """

    code: str
    same_as: str
    village: str = ""
    similar: tuple[str, ...] = ()


def split_place(text: str) -> Place:
    """The levels of a place in one text. What has no name of a level at its end counts as village."""
    rest = _SIGNS.sub("", unicodedata.normalize("NFKC", text))
    province = next((name for name in _MUNICIPALITIES if rest.startswith(name)), "")
    names = [province] if province else []
    rest = rest[len(province) :]
    for pattern in (_PROVINCE, _PREFECTURE, _COUNTY, _TOWNSHIP)[len(names) :]:
        found = pattern.match(rest)
        name = found[0] if found and not (province and pattern is _PREFECTURE) else ""
        names.append(name)
        rest = rest[len(name) :]
    province, prefecture, county, township = _county_for_city(names)
    return Place(province, prefecture, county, township, rest)


def _county_for_city(names: list[str]) -> list[str]:
    """A city alone above a township is a city of county level (兴仁市巴铃镇)."""
    province, prefecture, county, township = names
    if prefecture.endswith("市") and not county and township:
        return [province, "", prefecture, township]
    return names
