"""A villager's phone: services chosen by their drawings, and a need that is spoken and written down at the desk."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, Gather
from tests.browser.demo_site import DemoSite
from tests.browser.walking import PATIENCE, Person, zh

NO_RECOGNITION = "delete window.SpeechRecognition; delete window.webkitSpeechRecognition;"
A_VOICE = """navigator.mediaDevices.getUserMedia = async () => {
  const room = new AudioContext(), voice = room.createOscillator(), ear = room.createMediaStreamDestination();
  voice.connect(ear);
  voice.start();
  return ear.stream;
};"""
PLAYS = """async (sound) => {
  await new Promise((done, fail) => {
    sound.onloadeddata = done;
    sound.onerror = () => fail(new Error("it does not play"));
    sound.preload = "auto";
    sound.load();
  });
  return true;
}"""


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_services_are_found_by_their_drawings(gather: Gather, scripts: bool) -> None:
    villager = gather(viewport=PHONE, scripts=scripts)("villager")
    villager.start("/village/")
    villager.press("Elder mode")
    villager.follow("Choose a service")
    villager.reads("What kind of help?")
    villager.follow("民生保障")
    villager.follow("邻里送餐")
    villager.follow("Order this service")


@pytest.mark.slow
def test_a_need_is_spoken_on_a_phone_and_written_down_at_the_desk(demo_site: DemoSite, gather: Gather) -> None:
    people = gather(viewport=PHONE)
    villager = people("villager")
    villager.page.add_init_script(NO_RECOGNITION)
    villager.page.add_init_script(A_VOICE)
    _reach_the_question(villager)
    _speak(villager)
    villager.press("Continue")
    villager.reads("As you have spoken it")
    villager.press("Send")
    villager.reads("Your enquiry code")
    ((number,),) = demo_site.ask("SELECT number FROM needs_request WHERE is_unwritten")
    _write_down(people("cun1"), number)
    assert demo_site.ask("SELECT count(*) FROM kernel_storedfile WHERE kind = 'voice'") == [(0,)]


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_where_a_phone_cannot_listen_nothing_of_it_shows(gather: Gather, scripts: bool) -> None:
    villager = gather(viewport=PHONE, scripts=scripts)("villager")
    villager.page.add_init_script(NO_RECOGNITION + "delete window.MediaRecorder;")
    _reach_the_question(villager)
    expect(villager.page.locator(".voice")).to_be_hidden()
    assert villager.page.get_by_role("button", name=re.compile("录|听|说")).count() == 0


def _reach_the_question(villager: Person) -> None:
    villager.start("/village/request/")
    villager.write("Name of the village or township", "甲示例村")
    villager.press("Search")
    villager.follow(re.compile("甲示例村"))


def _speak(villager: Person) -> None:
    page = villager.page
    page.get_by_role("button", name=zh("I would rather speak")).click()
    page.get_by_role("button", name=zh("Speak, and let somebody write it down")).click()
    expect(page.locator(".voice [role=status]")).to_have_text(re.compile("还可以说 1[01][0-9] 秒"), timeout=PATIENCE)
    villager.look()
    page.get_by_role("button", name=zh("I have said it: stop")).click()
    expect(page.locator(".voice audio")).to_be_visible(timeout=PATIENCE)


def _write_down(clerk: Person, number: str) -> None:
    clerk.start(f"/office/requests/{number}/")
    clerk.follow("Write down what was sent")
    assert clerk.page.locator("audio").evaluate(PLAYS)
    clerk.write("What the person needs, in his own words", "水窖漏水，想修一修。")
    clerk.write("The person's name", "示例乙")
    clerk.press("Write down what was sent")
    clerk.reads("水窖漏水")
    expect(clerk.page.locator("audio")).to_have_count(0)
