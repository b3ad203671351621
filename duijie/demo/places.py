"""The fictional province of the demonstration; code 99 belongs to no real province."""

from duijie.apps.accounts.rules import COUNTRY, Place
from duijie.apps.regions.models import Division
from duijie.apps.regions.rules import Level, Origin, path_below
from duijie.apps.regions.selectors import get

PROVINCE = "990000000000"
PREFECTURE = "990100000000"
COUNTY = "990121000000"
OTHER_COUNTY = "990122000000"
TOWNSHIP = "990121100000"
OTHER_TOWNSHIP = "990121101000"
VILLAGE = "990121100200"
SECOND_VILLAGE = "990121100201"
THIRD_VILLAGE = "990121101200"

_ROWS = (
    (PROVINCE, "示例省", "", Level.PROVINCE, "sls", "shilisheng"),
    (PREFECTURE, "示例市", PROVINCE, Level.PREFECTURE, "sls", "shilishi"),
    (COUNTY, "演示县", PREFECTURE, Level.COUNTY, "ysx", "yanshixian"),
    (OTHER_COUNTY, "对照县", PREFECTURE, Level.COUNTY, "dzx", "duizhaoxian"),
    (TOWNSHIP, "示范乡", COUNTY, Level.TOWNSHIP, "sfx", "shifanxiang"),
    (OTHER_TOWNSHIP, "样板镇", COUNTY, Level.TOWNSHIP, "ybz", "yangbanzhen"),
    (VILLAGE, "甲示例村", TOWNSHIP, Level.VILLAGE, "jslc", "jiashilicun"),
    (SECOND_VILLAGE, "乙示例村", TOWNSHIP, Level.VILLAGE, "yslc", "yishilicun"),
    (THIRD_VILLAGE, "丙示例村", OTHER_TOWNSHIP, Level.VILLAGE, "bslc", "bingshilicun"),
)


def load_places() -> None:
    """Make the fictional divisions; what is there already stays."""
    made: dict[str, Division] = {}
    for code, name, parent_code, level, initials, pinyin in _ROWS:
        parent = made.get(parent_code)
        made[code], _ = Division.objects.get_or_create(
            code=code,
            defaults={
                "name": name,
                "stem": name[:-1],
                "full_name": f"{parent.full_name if parent else ''}{name}",
                "level": level.value,
                "parent_code": parent_code,
                "path": path_below(parent.path if parent else "", code, level),
                "initials": initials,
                "pinyin": pinyin,
                "origin": Origin.DEMO.value,
                "is_fictional": True,
            },
        )


def place_of(code: str) -> Place:
    """A division as an account's place; "" is the whole country."""
    if not code:
        return COUNTRY
    division = get(code)
    return Place(code=division.code, path=division.path, name=division.full_name)
