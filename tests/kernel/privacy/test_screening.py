"""What others read holds no phone, ID or card and no way to pay; ordinary numbers pass."""

import io
import random
from datetime import date

import pytest
import segno
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFilter
from stdnum import luhn

from duijie.kernel.errors import RuleBroken
from duijie.kernel.privacy.patterns import Kind
from duijie.kernel.privacy.screening import Severity, refusals, screen_picture, screen_text


def kinds(text: str) -> list[Kind]:
    return [finding.kind for finding in screen_text(text)]


def id_number(division: str, birth: str, serial: str) -> str:
    digits = division + birth + serial
    total = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(digits))
    return digits + "10X98765432"[total % 11]


def luhn_number(digits: str) -> str:
    return digits + luhn.calc_check_digit(digits)


ID = id_number("621121", "19800229", "123")


@pytest.mark.parametrize(
    "text",
    [
        "联系人张某13800138000",
        "电话：138 0013 8000。",
        "１３８００１３８０００",
        "138-0013-8000",
        "138·0013·8000",
        "+86 13800138000",
        "8613800138000",
        "微信同号13800138000欢迎",
        "一三八〇〇一三八〇〇〇",
        "1 3 8 0 0 1 3 8 0 0 0",
        "1380 013 8000",
        "Tel13800138000x",
    ],
)
def test_a_mobile_number_is_found_however_it_is_written(text: str) -> None:
    assert Kind.MOBILE in kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "0931-8765432",
        "（010）62345678",
        "010 62345678",
        "座机：8765432",
        "联系电话 0932 8765432",
        "400-123-4567",
        "TEL: 87654321",
    ],
)
def test_an_office_phone_belongs_into_its_own_field(text: str) -> None:
    assert kinds(text) == [Kind.LANDLINE]


@pytest.mark.parametrize(
    "text", [ID, f"身份证{ID}", f"{ID[:6]} {ID[6:14]} {ID[14:]}", "".join(chr(ord(c) + 0xFEE0) for c in ID)]
)
def test_an_id_number_with_a_right_check_is_found(text: str) -> None:
    assert kinds(text) == [Kind.ID_NUMBER]


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31)), st.integers(0, 999))
def test_every_right_id_number_is_found(birth: date, serial: int) -> None:
    assert Kind.ID_NUMBER in kinds("号码" + id_number("530129", f"{birth:%Y%m%d}", f"{serial:03}"))


@pytest.mark.parametrize(
    "text",
    [
        luhn_number("622202020011223345"),
        f"卡{luhn_number('622848001234567890')}。",
        "6217 0012 3456 7890 " + luhn_number("621700123456789012")[16:],
        "4111111111111111",
        "账号：1234567890123",
        "开户账户 20 0001 2345 6789",
    ],
)
def test_a_bank_account_is_found(text: str) -> None:
    assert Kind.BANK_ACCOUNT in kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "通渭县平襄镇，区划代码621121100000，村代码621121100201",
        "统一社会信用代码91350100M000100Y43，53320000509200881C",
        "总投资13800000000元，已落实1,380,000.50元，缺口13812345678.90元",
        "计划于2026-11-21至2027年5月31日实施，文号民发〔2022〕11号",
        "受益358户1246人，其中脱贫户136户，监测对象13户",
        "经度104.138123456789，海拔1380米",
        "路灯200盏×1100元=220000元；水窖15-20口",
        "热线12345、110、120、96110",
        "凭证号202611210001234567",
        "编号N-7QK2M4T",
        "购买手机 3000000元",
        "2018-2019年 2020-2021年 2022年",
        "申请资金20.5万元，县财政转移支付150万元",
        "电话覆盖率98%，宽带1000M",
    ],
)
def test_ordinary_numbers_pass(text: str) -> None:
    assert screen_text(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "扫描收款码支持我们",
        "请转账到村委会",
        "支付宝账号见附件",
        "https://qr.alipay.com/fkx123",
        "wxp://f2f0abc",
        "HTTPS://QR.95516.COM/00010000/6227",
        "扫码支付",
        "捐款账户如下",
    ],
)
def test_asking_for_money_is_refused(text: str) -> None:
    findings = screen_text(text)
    assert Kind.PAYMENT in {finding.kind for finding in findings}
    assert refusals(findings, field="content")[0].field == "content"


@pytest.mark.parametrize(
    "text", ["防范转账诈骗的讲座", "教老年人使用微信支付", "请写信给 office@example.org", "加微信：wxid_abc12"]
)
def test_words_that_may_be_innocent_are_only_flagged(text: str) -> None:
    findings = screen_text(text)
    assert findings
    assert {finding.severity for finding in findings} == {Severity.FLAG}
    assert refusals(findings) == ()


def test_what_is_shown_of_a_finding_does_not_repeat_it() -> None:
    text = f"电话13800138000，证件{ID}"
    findings = screen_text(text)
    assert [text[finding.start : finding.end] for finding in findings] == ["13800138000", ID]
    assert all(len(finding.shown) <= 4 for finding in findings)


def test_one_refusal_per_kind_names_the_first() -> None:
    faults = refusals(screen_text("13800138000 13900139000 收款码"), field="content")
    assert [type(fault) for fault in faults] == [RuleBroken, RuleBroken]
    assert {fault.params["shown"] for fault in faults} == {"138…", "收款码"}


@given(st.text(max_size=200))
def test_any_text_can_be_screened_and_positions_fit(text: str) -> None:
    for finding in screen_text(text):
        assert 0 <= finding.start < finding.end <= len(text)


def photo_with(content: str, *, size: int = 400, turned: int = 12, blurred: float = 1.0, logo: bool = True) -> bytes:
    """A grey noisy photo in which a printed code hangs a little askew."""
    code = io.BytesIO()
    segno.make(content, error="h" if logo else "m").save(code, kind="png", scale=10)
    printed = Image.open(code).convert("RGB").resize((size, size))
    if logo:
        centre, half = size // 2, size // 12
        ImageDraw.Draw(printed).rectangle(
            (centre - half, centre - half, centre + half, centre + half), fill=(7, 193, 96)
        )
    turned_code = printed.convert("RGBA").rotate(turned, expand=True, resample=Image.Resampling.BICUBIC)
    photo = Image.effect_noise((500, 375), 60).resize((2000, 1500)).convert("RGB")
    photo.paste(turned_code, (600, 400), turned_code)
    written = io.BytesIO()
    photo.filter(ImageFilter.GaussianBlur(blurred)).save(written, "JPEG", quality=80)
    return written.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        "wxp://f2f0AbCdEfGhIjKlMnOpQrStUv",
        "weixin://wxpay/bizpayurl?pr=abc",
        "https://qr.alipay.com/fkx1234567890",
        "HTTPS://QR.ALIPAY.COM/FKX1234567890",
        "https://qr.95516.com/00010000/62271234567890",
        "00020101021126330016A000000677010111520400005303156",
    ],
)
def test_a_photo_with_a_payment_code_is_refused(content: str) -> None:
    findings = screen_picture(photo_with(content))
    assert [finding.kind for finding in findings] == [Kind.PAYMENT_CODE]
    assert refusals(findings)


def test_a_photo_with_another_code_is_flagged_only() -> None:
    findings = screen_picture(photo_with("https://example.org/village"))
    assert [(finding.kind, finding.severity) for finding in findings] == [(Kind.OTHER_CODE, Severity.FLAG)]


@pytest.mark.parametrize(("turned", "size", "blurred"), [(0, 160, 0), (45, 400, 1), (180, 300, 2), (90, 700, 4)])
def test_a_code_is_found_turned_small_or_blurred(turned: int, size: int, blurred: float) -> None:
    data = photo_with("wxp://f2f0AbCdEfGhIjKlMnOpQrStUv", turned=turned, size=size, blurred=blurred)
    assert [finding.kind for finding in screen_picture(data)] == [Kind.PAYMENT_CODE]


def test_a_code_on_a_transparent_ground_is_found() -> None:
    code = io.BytesIO()
    segno.make("wxp://f2f0AbCd").save(code, kind="png", scale=8, light=None, border=4)
    assert [finding.kind for finding in screen_picture(code.getvalue())] == [Kind.PAYMENT_CODE]


def test_photos_without_codes_pass() -> None:
    random.seed(3)
    for step in range(5):
        photo = Image.effect_noise((300 + 40 * step, 200), 90).resize((1600, 1200)).convert("RGB")
        draw = ImageDraw.Draw(photo)
        for _ in range(60):
            left, top = random.randrange(1500), random.randrange(1100)
            draw.rectangle((left, top, left + 80, top + 60), outline="black", width=9)
        written = io.BytesIO()
        photo.save(written, "JPEG")
        assert screen_picture(written.getvalue()) == ()
