"""A need and an offer as a village and an organization of the example county would state them."""

from datetime import date

from duijie.matching.terms import Form, NeedTerms, OfferTerms

TODAY = date(2026, 11, 21)
VILLAGE = "/62/6211/621121/621121100/621121100200/"
COUNTY = "/62/6211/621121/"
OTHER_COUNTY = "/62/6211/621122/"
PROVINCE = "/62/"
FAR_COUNTY = "/35/3501/350121/"


def a_need(**changes: object) -> NeedTerms:
    given = {
        "id": "need-lamps",
        "title": "村道路灯更新",
        "text": "照明设施老旧，夜晚漆黑，老人出行不便",
        "field": "livelihood",
        "subfields": frozenset({"lighting"}),
        "division_path": VILLAGE,
        "form": Form.GOODS,
        **changes,
    }
    return NeedTerms(**given)


def an_offer(**changes: object) -> OfferTerms:
    given = {
        "id": "offer-lamps",
        "organization_id": "organization-light",
        "title": "点亮乡村",
        "text": "为偏远村庄安装太阳能路灯",
        "fields": frozenset({"livelihood"}),
        "subfields": frozenset({"lighting"}),
        "home_path": COUNTY,
        **changes,
    }
    return OfferTerms(**given)
