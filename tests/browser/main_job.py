"""The main job step by step, each as somebody does it who opens the platform to do just that."""

import re
from dataclasses import dataclass

from duijie.apps.figures.rules import RATE_LABELS, Rate
from tests.browser.pictures import photograph
from tests.browser.walking import People, Person, zh

FULFILLED = RATE_LABELS[Rate.CONFIRMED]
CODE = re.compile(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b")


@dataclass
class Job:
    """One household's request and what becomes of it."""

    people: People
    title: str
    text: str
    phone: str
    code: str = ""

    def ask(self) -> None:
        """A villager without an account says what he needs and is shown his 查询码."""
        villager = self.people("villager")
        villager.start()
        villager.follow("我要提需求")
        villager.write("Name of the village or township", "甲示例村")
        villager.press("Search")
        villager.follow(re.compile("甲示例村"))
        villager.write("What do you need?", self.text)
        villager.choose("民生保障")
        villager.press("Continue")
        villager.write("Your name", "示例走查")
        villager.write("Mobile phone", self.phone)
        villager.write("Group and house", "示例四组6号")
        villager.press("Continue")
        villager.press("Send")
        villager.reads("查询码")
        self.code = villager.code()
        assert CODE.fullmatch(self.code)

    def verify_request(self) -> None:
        """The village finds it on its desk, has a look and verifies it."""
        cadre = self.people("cun1")
        cadre.follow(re.compile(self.text))
        cadre.write("How did you find out?", "入户查看，情况属实")
        cadre.choose("No policy covers it", within="Is it covered by a policy?")
        cadre.press("核实通过")
        cadre.reads("已办理")

    def bundle(self) -> None:
        """The village makes it a need and sends it."""
        cadre = self.people("cun1")
        cadre.follow("All requests")
        cadre.follow("Bundle requests into a need")
        cadre.choose(self.text)
        cadre.press("Continue")
        cadre.write("Name of the need", self.title)
        cadre.write("What is needed, and why", f"{self.title}：小路没有照明，老人和孩子夜间出行不便，经村民会议商定。")
        cadre.pick("Kind of need", "Lighting")
        cadre.choose("Goods", within="Form of help")
        cadre.write("How much", "4")
        cadre.write("Unit", "盏")
        cadre.write("Funds in all", "8000")
        cadre.choose("All villagers", within="For whom")
        cadre.write("Households", "6")
        cadre.write("People", "21")
        cadre.write("Office in charge", "甲示例村村民委员会（虚构）")
        cadre.write("Its phone", "0999-8100001")
        cadre.press("Keep as a draft")
        cadre.follow("Send for verification")
        cadre.press("Send for verification")
        cadre.stands("待核实")

    def review(self) -> None:
        """The township has a first look and passes it on."""
        township = self.people("xiang1")
        township.follow(self.title)
        township.write("Opinion", "情况属实")
        township.press("核实通过")
        township.reads("已办理")

    def state_cover(self) -> None:
        """The department in charge says that no policy covers it."""
        department = self.people("jiaoyu")
        department.menu("Needs")
        department.follow(self.title)
        department.follow("State policy cover")
        department.choose("No policy covers it", within="Is it covered by a policy?")
        department.press("State policy cover")

    def publish(self, decider: str = "xian2") -> None:
        """The office of the last step publishes it in the library."""
        office = self.people(decider)
        office.follow(self.title)
        office.write("Opinion", "同意入库")
        office.press("入库发布")
        office.reads("已办理")

    def take(self, manager: str = "jijin1") -> None:
        """The organization's manager finds it among the needs that fit, with reasons, and takes it."""
        taker = self.people(manager)
        taker.menu("Needs that fit")
        taker.follow(self.title)
        taker.reads("贵机构")
        taker.follow("有意向")
        taker.press("有意向")
        taker.follow("确认承接")
        taker.write("What does your part cost?", "8000")
        taker.press("确认承接")

    def agree(self, manager: str = "jijin1", receiver: str = "cun2") -> None:
        """The agreement is drafted, signed by the organization, and by the receiving village."""
        giver = self.people(manager)
        giver.follow(re.compile(f"{zh('Edit the agreement')}.*{self.title}"))
        giver.write("What is agreed?", f"{self.title}：由组织提供并安装，村里指定位置。")
        giver.write("Begins on", "2026-11-25")
        giver.write("Ends on", "2027-02-25")
        giver.press("Edit the agreement")
        giver.follow("Sign for the organization")
        giver.press("Sign for the organization")
        village = self.people(receiver)
        village.follow(re.compile(self.title))
        village.follow("Sign for the receiver")
        village.write("Which office or legal person signs for the receiver?", "甲示例村村民委员会（虚构）")
        village.press("Sign for the receiver")
        village.stands("已签约")

    def deliver(self, staff: str = "jijin2") -> None:
        """The organization's staff begins, and reports the delivery with a photograph."""
        giver = self.people(staff)
        giver.follow(re.compile(f"{zh('Begin the work')}.*{self.title}"))
        giver.press("Begin the work")
        self.report(giver)

    def report(self, giver: Person) -> None:
        """Report the delivery, from the project's page."""
        giver.follow("填报落实情况")
        giver.write("What was handed over, where and to whom?", "已送到并装好，现场清点无误")
        giver.attach("Photographs of the delivery", photograph(), "delivery.jpg")
        giver.press("填报落实情况")
        giver.stands("待确认")
        giver.page.get_by_role("main").get_by_role("img").first.wait_for()

    def confirm(self) -> None:
        """The villager reads the 确认码 in the message on his phone and confirms with it."""
        villager = self.people("villager")
        self.confirm_with(villager, villager.message(self.phone, CODE))

    @staticmethod
    def confirm_with(villager: Person, code: str) -> None:
        """Confirm with a code, by one of three faces."""
        villager.start()
        villager.follow("Confirm receipt, or say that there is a problem")
        villager.write("Your confirmation code", code)
        villager.press("Continue")
        villager.choose("Good")
        villager.press("确认收到")
        villager.reads("Thank you. It is written down that you received it.")

    def look_up(self) -> None:
        """With his 查询码 he sees that it is fulfilled."""
        villager = self.people("villager")
        villager.start()
        villager.follow("查进度")
        villager.write("Your enquiry code", self.code)
        villager.press("查进度")
        villager.stands("已落实")

    def count(self) -> tuple[int, int]:
        """What the figures say: needs fulfilled, of needs verified in this quarter."""
        visitor = self.people("visitor")
        visitor.start()
        visitor.menu("Results")
        counts = visitor.page.locator("dl.figures > div").filter(has_text=zh(FULFILLED)).locator(".figure span")
        part, whole = counts.inner_text().split("/")
        return int(part), int(whole)

    def see_counted(self) -> None:
        """The list behind the figure leads to the need as everybody sees it."""
        visitor = self.people("visitor")
        visitor.follow(re.compile(f"{zh('See the list')}\\s*{zh(FULFILLED)}"))
        visitor.follow(self.title)
        visitor.stands("已落实")
        visitor.reads("示例公益基金会（虚构）")
