"""Nothing that was typed is lost, and nothing happens twice: ended sessions, double clicks, the way back."""

import re

import pytest

from tests.browser.conftest import Gather
from tests.browser.demo_site import DemoSite
from tests.browser.walking import Person, zh

PHONE_NUMBER = "19900000021"
DIGITS = re.compile(r"(?<!\d)\d{6}(?!\d)")
A_MINUTE = "UPDATE accounts_signincode SET created_at = created_at - interval '2 minutes'"
SENT_TWICE_AT_ONCE = """async () => {
  const form = document.querySelector("main form[method=post]");
  const send = () => fetch(form.action, { method: "POST", body: new FormData(form) });
  const answers = await Promise.all([send(), send()]);
  return answers.map((answer) => answer.url);
}"""
BOTH = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])


def test_an_official_whose_session_ended_finds_his_words_again(gather: Gather) -> None:
    cadre = gather()("cun2")
    cadre.follow("All requests")
    cadre.follow("Bundle requests into a need")
    cadre.choose("一个人住，想有人常来看看")
    cadre.press("Continue")
    _write_need(cadre, "会话走查需求一")
    _forget(cadre, "sessionid")
    cadre.press("Keep as a draft")
    cadre.follow("Offices and organizations")
    cadre.give_name_and_password("cun2")
    assert _values(cadre) == _values_of("会话走查需求一")
    cadre.press("Keep as a draft")
    cadre.reads("一个人住，想有人常来看看")
    assert _count(cadre, "会话走查需求一") == 1


def test_a_villager_whose_session_ended_finds_his_words_again(gather: Gather, demo_site: DemoSite) -> None:
    people = gather()
    villager, phone = people("villager"), people("phone")
    _sign_in_by_phone(villager, phone)
    villager.menu("Say what I need")
    villager.write("Name of the village or township", "甲示例村")
    villager.press("Search")
    villager.follow(re.compile("甲示例村"))
    villager.write("What do you need?", "会话走查：灶台裂了")
    _forget(villager, "sessionid")
    demo_site.execute(A_MINUTE)
    villager.press("Continue")
    _give_phone_and_code(villager, phone)
    assert villager.typed("What do you need?") == "会话走查：灶台裂了"
    villager.press("Continue")
    villager.reads("Who are you?")


def test_who_followed_by_code_shows_it_again_and_finds_his_words(gather: Gather) -> None:
    villager = gather()("villager")
    code = _ask(villager, "会话走查：屋檐漏雨")
    villager.start()
    villager.follow("See how it stands")
    villager.write("Your enquiry code", code)
    villager.press("See how it stands")
    villager.follow("Report a problem")
    villager.write("What is wrong?", "还没有人来看过")
    _forget(villager, "sessionid")
    villager.press("Report a problem")
    villager.write("Your enquiry code", code)
    villager.press("See how it stands")
    assert villager.typed("What is wrong?") == "还没有人来看过"
    villager.press("Report a problem")
    villager.reads("还没有人来看过")


def test_a_form_whose_protection_no_longer_fits_keeps_what_was_typed(gather: Gather) -> None:
    people = gather()
    cadre = people("cun2")
    _new_need(cadre, "会话走查需求二")
    _forget(cadre, "csrftoken")
    cadre.press("Keep as a draft")
    cadre.follow("Open the form again")
    assert _values(cadre) == _values_of("会话走查需求二")
    cadre.press("Keep as a draft")
    assert _count(cadre, "会话走查需求二") == 1
    villager = people("villager")
    _write_request(villager, "会话走查：门锁坏了")
    _forget(villager, "csrftoken")
    villager.press("Continue")
    villager.follow("Open the form again")
    assert villager.typed("What do you need?") == "会话走查：门锁坏了"
    villager.press("Continue")
    villager.reads("Who are you?")


@BOTH
def test_a_double_click_sends_once(gather: Gather, scripts: bool) -> None:
    people = gather(scripts=scripts)
    villager, cadre = people("villager"), people("cun1")
    text = f"会话走查：连点两下（{'有' if scripts else '无'}脚本）"
    _answer_all(villager, text)
    villager.press_twice("Send")
    villager.reads("Your enquiry code")
    people("cun1")
    assert cadre.page.get_by_role("main").get_by_role("link", name=text).count() == 1
    _new_need(cadre, text)
    cadre.press_twice("Keep as a draft")
    cadre.stands(zh("Draft"))
    assert _count(cadre, text) == 1


def test_the_same_form_arriving_twice_at_once_is_carried_out_once(gather: Gather) -> None:
    people = gather()
    villager = people("villager")
    text = "会话走查：两次同时到达"
    _answer_all(villager, text)
    codes = villager.page.evaluate(SENT_TWICE_AT_ONCE)
    assert codes[0] == codes[1]
    cadre = people("cun1")
    assert cadre.page.get_by_role("main").get_by_role("link", name=text).count() == 1
    _new_need(cadre, text)
    drafts = cadre.page.evaluate(SENT_TWICE_AT_ONCE)
    assert drafts[0] == drafts[1]
    assert _count(cadre, text) == 1


@BOTH
def test_going_back_and_sending_again_changes_nothing(gather: Gather, scripts: bool) -> None:
    people = gather(scripts=scripts)
    villager, cadre = people("villager"), people("cun1")
    text = f"会话走查：退回再发（{'有' if scripts else '无'}脚本）"
    _answer_all(villager, text)
    villager.press("Send")
    code = villager.code()
    villager.back()
    if villager.offers("Send"):
        villager.press("Send")
    villager.reads("Your enquiry code")
    assert villager.code() == code
    people("cun1")
    cadre.follow(text)
    cadre.write("How did you find out?", "入户查看")
    cadre.choose("No policy covers it", within="Is it covered by a policy?")
    cadre.press("核实通过")
    verified = _history_of(people("cun2"), text)
    cadre.back()
    if cadre.offers("核实通过"):
        cadre.choose("No policy covers it", within="Is it covered by a policy?")
        cadre.press("核实通过")
    assert _history_of(people("cun2"), text) == verified
    people("cun1")
    _new_need(cadre, text)
    cadre.press("Keep as a draft")
    draft = cadre.page.url
    cadre.back()
    cadre.press("Keep as a draft")
    assert cadre.page.url == draft
    assert _count(cadre, text) == 1


def _write_request(villager: Person, text: str) -> None:
    villager.start()
    villager.follow("我要提需求")
    if villager.offers("Search"):
        villager.write("Name of the village or township", "甲示例村")
        villager.press("Search")
        villager.follow(re.compile("甲示例村"))
    villager.write("What do you need?", text)


def _answer_all(villager: Person, text: str) -> None:
    _write_request(villager, text)
    villager.press("Continue")
    villager.write("Your name", "示例走查")
    villager.press("Continue")


def _ask(villager: Person, text: str) -> str:
    _answer_all(villager, text)
    villager.press("Send")
    return villager.code()


def _new_need(cadre: Person, title: str) -> None:
    cadre.menu("To do")
    cadre.follow("Enter a need")
    _write_need(cadre, title)


def _write_need(cadre: Person, title: str) -> None:
    for label, value in _values_of(title).items():
        cadre.write(label, value)
    cadre.pick("Kind of need", "Lighting")
    cadre.choose("Goods", within="Form of help")
    cadre.choose("All villagers", within="For whom")


def _values_of(title: str) -> dict[str, str]:
    return {
        "Name of the need": title,
        "What is needed, and why": f"{title}：经村民会议商定，确有需要。",
        "How much": "4",
        "Unit": "盏",
        "Funds in all": "8000",
    }


def _values(cadre: Person) -> dict[str, str]:
    assert cadre.page.get_by_role("group", name=zh("Form of help")).get_by_role("radio", name=zh("Goods")).is_checked()
    assert cadre.page.get_by_role("checkbox", name=zh("All villagers")).is_checked()
    return {label: cadre.typed(label) for label in _values_of("")}


def _count(cadre: Person, title: str) -> int:
    cadre.menu("Needs")
    return cadre.page.get_by_role("main").get_by_role("link", name=title, exact=True).count()


def _history_of(cadre: Person, text: str) -> str:
    cadre.follow("All requests")
    cadre.follow(text)
    return _history(cadre)


def _history(person: Person) -> str:
    return person.page.get_by_role("main").locator("ol, ul").last.inner_text()


def _forget(person: Person, cookie: str) -> None:
    assert any(each["name"] == cookie for each in person.page.context.cookies())
    person.page.context.clear_cookies(name=cookie)


def _sign_in_by_phone(villager: Person, phone: Person) -> None:
    villager.start()
    villager.follow("Sign in")
    _give_phone_and_code(villager, phone)


def _give_phone_and_code(villager: Person, phone: Person) -> None:
    villager.write("Your mobile phone number", PHONE_NUMBER)
    villager.press("Send me the code")
    villager.write("The code in the message", phone.message(PHONE_NUMBER, DIGITS))
    villager.press("Sign in")
