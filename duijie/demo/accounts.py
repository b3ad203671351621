"""Whom to sign in as. Every account is fictional and says so; the password is the same for all."""

from dataclasses import dataclass

from duijie.kernel.access.actors import Role
from duijie.kernel.errors import mark

PASSWORD = "demo-duijie-2026"  # noqa: S105 - printed at every start of the demonstration
VILLAGER_PHONE = "19900000001"

PROVINCE = "990000000000"
PREFECTURE = "990100000000"
COUNTY = "990121000000"
TOWNSHIP = "990121100000"
OTHER_TOWNSHIP = "990121101000"
VILLAGE = "990121100200"
SECOND_VILLAGE = "990121100201"
THIRD_VILLAGE = "990121101200"


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """A seat of the demonstration; `try_this` is a message id, shown on the tour."""

    username: str
    role: Role
    label: str
    division_code: str = ""
    organization: str = ""
    try_this: str = ""

    def __str__(self) -> str:
        return f"{self.username:<14} {PASSWORD}   {self.label}"


@dataclass(frozen=True, slots=True)
class DemoVillager:
    """A villager signs in with a phone and the code that the demonstration's message page shows."""

    phone: str = VILLAGER_PHONE

    def __str__(self) -> str:
        return f"{self.phone:<14} (code by SMS, see /messages/)   甲示例村 村民（虚构）"


SEATS = (
    DemoAccount(
        "cun1",
        Role.VILLAGE,
        "甲示例村 经办员（虚构）",
        VILLAGE,
        try_this=mark("Verify a household's request; bundle requests into a need."),
    ),
    DemoAccount(
        "cun2",
        Role.VILLAGE,
        "甲示例村 第一书记（虚构）",
        VILLAGE,
        try_this=mark("Enter a request for a neighbour without a phone."),
    ),
    DemoAccount("cun3", Role.VILLAGE, "乙示例村 经办员（虚构）", SECOND_VILLAGE),
    DemoAccount("cun4", Role.VILLAGE, "丙示例村 经办员（虚构）", THIRD_VILLAGE),
    DemoAccount(
        "xiang1",
        Role.TOWNSHIP,
        "示范乡社会工作站 经办员（虚构）",
        TOWNSHIP,
        try_this=mark("Review a village's need; confirm a delivery for a household."),
    ),
    DemoAccount("xiang2", Role.TOWNSHIP, "示范乡社会工作站 站长（虚构）", TOWNSHIP),
    DemoAccount("zhen1", Role.TOWNSHIP, "样板镇社会工作站 经办员（虚构）", OTHER_TOWNSHIP),
    DemoAccount(
        "xian1",
        Role.COUNTY_OFFICE,
        "演示县农业农村局 经办员（虚构）",
        COUNTY,
        try_this=mark("Decide on a need; send an Excel need list; recommend a need to an organization."),
    ),
    DemoAccount("xian2", Role.COUNTY_OFFICE, "演示县农业农村局 负责人（虚构）", COUNTY),
    DemoAccount(
        "jiaoyu",
        Role.LINE_DEPARTMENT,
        "演示县教育局 经办员（虚构）",
        COUNTY,
        try_this=mark("State what policy covers of a need."),
    ),
    DemoAccount(
        "minzheng1",
        Role.CIVIL_AFFAIRS,
        "演示县民政局 经办员（虚构）",
        COUNTY,
        try_this=mark("Confirm an organization's standing; check an offer."),
    ),
    DemoAccount(
        "minzheng2",
        Role.CIVIL_AFFAIRS,
        "演示县民政局 负责人（虚构）",
        COUNTY,
        try_this=mark("Publish an offer that a colleague has checked."),
    ),
    DemoAccount("shimin1", Role.CIVIL_AFFAIRS, "示例市民政局 经办员（虚构）", PREFECTURE),
    DemoAccount("shimin2", Role.CIVIL_AFFAIRS, "示例市民政局 负责人（虚构）", PREFECTURE),
    DemoAccount("shengmin1", Role.CIVIL_AFFAIRS, "示例省民政厅 经办员（虚构）", PROVINCE),
    DemoAccount("shengmin2", Role.CIVIL_AFFAIRS, "示例省民政厅 负责人（虚构）", PROVINCE),
    DemoAccount(
        "shi1",
        Role.PREFECTURE_OFFICE,
        "示例市农业农村局 经办员（虚构）",
        PREFECTURE,
        try_this=mark("Decide on a need that the county made; look at what is worth a look."),
    ),
    DemoAccount(
        "sheng1",
        Role.PROVINCE_OFFICE,
        "示例省农业农村厅 经办员（虚构）",
        PROVINCE,
        try_this=mark("See the figures of the province and the list behind each."),
    ),
    DemoAccount("buwei", Role.MINISTRY, "部委 经办员（虚构）", ""),
    DemoAccount(
        "shenji", Role.AUDITOR, "示例省 审计员（虚构）", PROVINCE, try_this=mark("Read every history of the province.")
    ),
    DemoAccount(
        "jijin1",
        Role.ORGANIZATION_MANAGER,
        "示例公益基金会 负责人（虚构）",
        organization="foundation",
        try_this=mark("See which needs fit and why; commit to one; sign an agreement."),
    ),
    DemoAccount(
        "jijin2",
        Role.ORGANIZATION_STAFF,
        "示例公益基金会 项目专员（虚构）",
        organization="foundation",
        try_this=mark("Report a delivery with photographs."),
    ),
    DemoAccount(
        "shegong1",
        Role.ORGANIZATION_MANAGER,
        "演示县示例社工服务中心 负责人（虚构）",
        organization="service",
        try_this=mark("Take an order from the menu."),
    ),
    DemoAccount("nongji1", Role.ORGANIZATION_MANAGER, "示例市农技推广协会 负责人（虚构）", organization="association"),
    DemoAccount("huzhu1", Role.ORGANIZATION_MANAGER, "甲示例村互助会 负责人（虚构）", organization="filed"),
)
ACCOUNTS: tuple[DemoAccount | DemoVillager, ...] = (DemoVillager(), *SEATS)
