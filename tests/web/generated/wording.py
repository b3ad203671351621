"""The words that never stand in the interface, and where history may still say them."""

import re

FORBIDDEN = ("贫困户", "贫困县", "扶贫", "募捐", "众筹", "求助", "下单", "撮合", "派单")
ALLOWED = (
    "脱贫攻坚",
    "民发〔2022〕11号",
    "国家乡村振兴局",
)
"""Titles of laws, notices and bodies, and history; each is taken out of a text before it is looked through."""
PAYING = re.compile(
    r"捐款|捐赠|捐钱|打款|转账|支付|付款|收款|缴费|充值|打赏|donat|\bpay\b|payment|checkout|wallet|alipay|wechat pay",
    re.IGNORECASE,
)
"""What a button that asks for money would say."""


def forbidden_in(text: str) -> list[str]:
    """The forbidden words in a text, once what is allowed has been taken out."""
    for title in ALLOWED:
        text = text.replace(title, "")
    return [word for word in FORBIDDEN if word in text]
