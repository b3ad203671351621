import pytest

from duijie.matching.evaluation.cases import Cases
from duijie.matching.evaluation.places import mask_places, without_places
from duijie.matching.ranking.texts import Text


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("云南省昭通市镇雄县泼机镇缺路灯", "缺路灯"),
        ("向甘肃、云南学校捐净水机", "向、学校捐净水机"),
        ("镇雄留守儿童", "留守儿童"),
        ("宁夏回族自治区西吉县", ""),
        ("南河渡村路灯更新", "路灯更新"),
        ("为拐乐村结对帮扶", "为结对帮扶"),
        ("许掌小学饮水", "小学饮水"),
        ("卢村乡中心小学", "中心小学"),
        ("新民社区助餐", "助餐"),
    ],
)
def test_places_from_the_province_to_the_village_go(text, left):
    assert mask_places(text).replace(" ", "") == left


@pytest.mark.parametrize(
    "text",
    [
        "81个行政村生活污水治理",
        "助力乡村振兴",
        "易地搬迁社区",
        "乡村小学缺图书",
        "为贫困村修路",
        "名医下乡义诊",
        "村委会合作社",
        "资源教室",
        "光明行动:白内障手术",
        "中小学体育用品",
        "边远山村的老人",
        "民族中学",
    ],
)
def test_ordinary_words_stay(text):
    assert mask_places(text) == text


def test_a_village_that_was_found_goes_wherever_it_stands():
    cases = Cases({"N": Text("十八盘村便民桥", "")}, {"S": Text("溪桥", "新建十八盘便民桥")}, {"N": frozenset({"S"})})
    masked = without_places(cases)
    assert masked.offers["S"].text.replace(" ", "") == "新建便民桥"
    assert masked.answers == cases.answers


def test_a_text_without_places_stays_as_it_is():
    assert mask_places("") == ""
    assert mask_places("太阳能路灯60盏,价值15万元") == "太阳能路灯60盏,价值15万元"
