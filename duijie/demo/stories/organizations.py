"""Four organizations in good standing, one that waits for review, one returned, one suspended; all fictional."""

from datetime import date

from stdnum.cn import uscc

from duijie.apps.organizations.models import Organization
from duijie.apps.organizations.rules.particulars import Particulars, Qualifications
from duijie.apps.organizations.services import (
    approve_organization,
    return_organization,
    submit_organization,
    suspend_organization,
    vouch_for_organization,
)
from duijie.demo.places import COUNTY, PREFECTURE, PROVINCE, TOWNSHIP, VILLAGE, place_of
from duijie.demo.world import World, days_ago
from duijie.kernel.access.actors import Actor


def credit_code(kind: str, division: str, body: str) -> str:
    """A code of the fictional province with the right check character; `kind` is 51, 52 or 53."""
    stem = f"{kind}{division[:6]}{body}"
    return stem + uscc.calc_check_digit(stem)


def tell(world: World) -> None:
    """Register them, months ago, so that their offers and projects have a past."""
    with days_ago(150):
        world.organizations["foundation"] = _approved(
            world["shengmin2"],
            world["shengmin1"],
            Particulars(
                name="示例公益基金会（虚构）",
                kind="foundation",
                credit_code=credit_code("53", PROVINCE, "MJD00001X"),
                registration_level="province",
                registrar="示例省民政厅",
                registrar_path=place_of(PROVINCE).path,
                division_code=PROVINCE,
                is_directly_registered=True,
                scope="助学、助老、乡村公共照明与饮水",
                charter_area="全国",
                established_on=date(2015, 3, 1),
                office_phone="0999-8000001",
                introduction="虚构的省级基金会，资助照明、饮水和学校项目。",
            ),
            Qualifications(grade=4, grade_valid_until=date(2029, 12, 31), has_tax_deduction_qualification=True),
        )
        world.organizations["service"] = _approved(
            world["minzheng2"],
            world["minzheng1"],
            Particulars(
                name="演示县示例社工服务中心（虚构）",
                kind="social_service",
                credit_code=credit_code("52", COUNTY, "MJE00002K"),
                registration_level="county",
                registrar="演示县民政局",
                registrar_path=place_of(COUNTY).path,
                division_code=COUNTY,
                is_directly_registered=True,
                scope="养老服务、儿童关爱、残疾人服务",
                charter_area="演示县",
                service_paths=(place_of(COUNTY).path,),
                established_on=date(2019, 6, 1),
                office_phone="0999-8000002",
                introduction="虚构的本地社会工作机构，上门助老、陪伴儿童。",
            ),
            Qualifications(grade=3, grade_valid_until=date(2028, 12, 31)),
        )
        world.organizations["association"] = _approved(
            world["shimin2"],
            world["shimin1"],
            Particulars(
                name="示例市农技推广协会（虚构）",
                kind="association",
                credit_code=credit_code("51", PREFECTURE, "MJF00003A"),
                registration_level="prefecture",
                registrar="示例市民政局",
                registrar_path=place_of(PREFECTURE).path,
                division_code=PREFECTURE,
                business_supervisor="示例市农业农村局",
                scope="农业技术推广、农产品销售",
                charter_area="示例市",
                service_paths=(place_of(PREFECTURE).path,),
                established_on=date(2012, 9, 1),
                office_phone="0999-8000003",
                introduction="虚构的农技协会，派专家到村，帮助销售。",
            ),
            Qualifications(grade=3, grade_valid_until=date(2028, 12, 31), is_hub=True),
        )
        world.organizations["filed"] = _filed(world)
    _in_other_states(world)


def _approved(
    registrar: Actor, typist: Actor, particulars: Particulars, qualifications: Qualifications
) -> Organization:
    sent = submit_organization(actor=typist, particulars=particulars, qualifications=qualifications)
    return approve_organization(actor=registrar, organization=sent.organization)


def _filed(world: World) -> Organization:
    sent = submit_organization(
        actor=world["cun1"],
        particulars=Particulars(
            name="甲示例村互助会（虚构）",
            kind="filed_community",
            registration_level="filed",
            registrar="演示县民政局",
            registrar_path=place_of(COUNTY).path,
            division_code=VILLAGE,
            scope="邻里互助、助老送餐",
            charter_area="甲示例村",
            service_paths=(place_of(TOWNSHIP).path,),
            established_on=date(2022, 5, 1),
            office_phone="0999-8000004",
            introduction="虚构的村级备案社区组织，由示范乡担保。",
        ),
    )
    vouched = vouch_for_organization(actor=world["xiang1"], organization=sent.organization, note="情况属实")
    return approve_organization(actor=world["minzheng1"], organization=vouched)


def _in_other_states(world: World) -> None:
    def particulars(name: str, body: str) -> Particulars:
        return Particulars(
            name=name,
            kind="social_service",
            credit_code=credit_code("52", COUNTY, body),
            registration_level="county",
            registrar="演示县民政局",
            registrar_path=place_of(COUNTY).path,
            division_code=COUNTY,
            is_directly_registered=True,
            scope="社区服务",
            charter_area="演示县",
            established_on=date(2024, 5, 1),
            office_phone="0999-8000005",
            introduction="虚构的机构。",
        )

    with days_ago(3):
        submit_organization(
            actor=world["minzheng1"], particulars=particulars("演示县待审示例中心（虚构）", "MJE00011A")
        )
        sent = submit_organization(
            actor=world["minzheng1"], particulars=particulars("演示县补正示例中心（虚构）", "MJE00012A")
        )
        return_organization(actor=world["minzheng2"], organization=sent.organization, reason="请补充业务范围")
        suspended = _approved(
            world["minzheng2"],
            world["minzheng1"],
            particulars("演示县停牌示例中心（虚构）", "MJE00013A"),
            Qualifications(),
        )
        suspend_organization(actor=world["minzheng2"], organization=suspended, reason="年报未按期报送")
