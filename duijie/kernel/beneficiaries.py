"""The classes of people whom help reaches (受益对象类别): one list for needs and offers, so that they can be compared.

Article 四: 「重点面向现行政策保障不到位的困难群众和地方……推动资源、项目、人才……向困难群众倾斜」.
A class never names a person or household.
"""

from collections.abc import Mapping

from duijie.kernel.errors import mark

BENEFICIARIES: Mapping[str, str] = {
    "villagers": mark("All villagers"),
    "elderly": mark("Elderly people"),
    "children": mark("Children"),
    "students": mark("Students"),
    "women": mark("Women"),
    "disabled": mark("Disabled people"),
    "ill": mark("People with a serious illness"),
    "low_income": mark("People with low income"),
    "monitored": mark("Households watched over against hardship"),
    "relocated": mark("Residents of relocation sites"),
    "workers": mark("Workers and returnees"),
    "growers": mark("Growers and cooperatives"),
    "collective": mark("Village collective"),
    "organizations": mark("Local organizations and volunteers"),
}
IN_HARDSHIP = frozenset({"disabled", "ill", "low_income", "monitored"})
"""The classes to which article 四 tilts (向困难群众倾斜)."""
