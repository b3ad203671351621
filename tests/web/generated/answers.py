"""What somebody answers on the page of each event, beside what the form proposes."""

from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from duijie.kernel.clock import today
from tests.factories.projects import picture


def answers_to(lifecycle: str, event: str) -> dict[str, Any]:
    """The fields that a person fills in; photographs are made anew for each sending."""
    given = {**_ANSWERS.get(("", event), {}), **_ANSWERS.get((lifecycle, event), {})}
    return {name: value() if callable(value) else value for name, value in given.items()}


def _photo() -> SimpleUploadedFile:
    return SimpleUploadedFile("现场.jpg", picture(), content_type="image/jpeg")


_ANSWERS: dict[tuple[str, str], dict[str, Any]] = {
    ("", "return"): {"reason": "请写明户数"},
    ("", "return_for_completion"): {"reason": "请写明每场人数"},
    ("", "withdraw"): {"reason": "重复填报"},
    ("", "ask_review"): {"reason": "确实需要"},
    ("", "refer"): {"policy": "housing", "from_office": "示例县农业农村局"},
    ("", "return_from_policy"): {"remaining_gap": "还差一半"},
    ("", "decline"): {"reason": "不属于群众困难", "decline_reason": "capacity"},
    ("organization", "suspend"): {"reason": "年检未通过"},
    ("organization", "commend"): {
        "title": "乡村振兴先进社会组织",
        "document": "示民发〔2026〕15号",
        "year": lambda: str(today().year),
        "awarded_on": lambda: str(today()),
    },
    ("organization", "restore"): {"reason": "已整改"},
    ("organization", "end"): {"reason": "已注销"},
    ("offer", "adjust_capacity"): {"capacity": "30"},
    ("request", "verify"): {"verified_how": "上门看过", "policy_cover": "none"},
    ("request", "unbundle"): {"reason": "另办"},
    ("request", "write_down"): {"text": "三组到学校的路没有灯", "name": "示例甲"},
    ("request", "complete"): {"text": "三组到学校的路没有灯"},
    ("request", "report"): {"text": "两个月没有人来"},
    ("request", "answer_report"): {"text": "已请村里上门"},
    ("request", "bundle"): {
        "title": "示例村路灯",
        "text": "村内主路晚上没有照明，需要安装路灯。",
        "unit": "盏",
        "form": "goods",
        "subfield": "lighting",
    },
    ("need", "state_cover"): {"policy_cover": "none"},
    ("need", "verify"): {"opinion": "情况属实"},
    ("", "agree"): {"opinion": "会同核实，情况属实"},
    ("need", "publish"): {"opinion": "同意入库"},
    ("need", "extend"): {"wanted_by": lambda: str(today() + timedelta(days=60))},
    ("need", "revise"): {"quantity": "50", "reason": "少了十户"},
    ("need", "close"): {"finding": "路灯都亮着"},
    ("match", "commit"): {"quantity": "20"},
    ("suggestion", "take"): {"quantity": "10"},
    ("project", "draft"): {"purpose": "安装路灯并维护一年"},
    ("project", "sign_receiving"): {"signatory": "示例村村民委员会"},
    ("project", "report_progress"): {"text": "已装好一半", "photos": _photo},
    ("project", "report_delivery"): {"text": "已装好", "delivered_quantity": "20", "photos": _photo},
    ("project", "record_money"): {"kind": "agreed", "amount": "100", "on": lambda: str(today())},
    ("project", "record_hours"): {
        "served_on": lambda: str(today()),
        "people": "5",
        "hours": "17.5",
        "text": "搬运安装路灯",
    },
    ("project", "confirm"): {"face": "good"},
    ("project", "report_problem"): {"text": "少了两盏"},
    ("project", "settle"): {"text": "已补齐", "outcome": "to_confirm"},
    ("project", "close"): {"text": "二十盏路灯都亮了"},
    ("project", "cancel"): {"reason": "资金未到位"},
}
