"""东西部协作: the eastern office gets its partner's needs without asking, while the document holds and it wants to."""

import argparse
from datetime import timedelta
from pathlib import Path

import pytest

from duijie.apps.accounts.rules import COUNTRY, Place
from duijie.apps.exchange.models import Hit, PartnerPair
from duijie.apps.exchange.rules.partners import Pairing
from duijie.apps.exchange.rules.subscriptions import Kind
from duijie.apps.exchange.selectors.partners import own_feeds, visible_pairs
from duijie.apps.exchange.services.collecting import tell_collected
from duijie.apps.exchange.services.finding import find, published_row
from duijie.apps.exchange.services.partnering import end_pair, mute_pair, pair_up
from duijie.apps.notices.models import Notice
from duijie.config.commandline import partners
from duijie.config.commandline.commands import WrongInput
from duijie.kernel.access.actors import Actor, Role
from duijie.kernel.clock import today
from duijie.kernel.errors import Faults, NotAllowed, RuleBroken
from tests.factories.accounts import PREFECTURE, PROVINCE
from tests.factories.needs import Offices, make_offices, make_seat, published_need
from tests.factories.organizations import make_divisions

pytestmark = pytest.mark.django_db
EAST = Place("330000000000", "/33/", "东示例省")
DOCUMENT = "示例文件〔2026〕1号"


@pytest.fixture
def offices() -> Offices:
    made = make_offices()
    make_divisions(EAST)
    return made


@pytest.fixture
def east(offices: Offices) -> Actor:
    return make_seat(Role.PROVINCE_OFFICE, EAST)


def paired(actor: Actor, **changes: object) -> PartnerPair:
    given = {"east_path": EAST.path, "west_path": PROVINCE.path, "document": DOCUMENT}
    return pair_up(actor=actor, pairing=Pairing(**{**given, **changes}))


def found(offices: Offices) -> int:
    published = published_row(Kind.NEED, published_need(offices).pk)
    assert published is not None
    return find(published)


def test_the_eastern_office_is_told_of_its_partners_needs_without_a_subscription(offices, east):
    paired(east)
    assert found(offices) == 1
    Hit.objects.update(found_at=Hit.objects.get().found_at - timedelta(days=1))
    assert tell_collected() == 1
    notice = Notice.objects.get(account_id=east.id)
    assert (notice.because, notice.link) == ("partner", "/office/subscriptions/")


def test_a_pair_that_is_over_or_has_not_begun_or_is_muted_brings_nothing(offices, east):
    pair = paired(east, valid_to=today() - timedelta(days=1))
    paired(east, valid_from=today() + timedelta(days=1))
    assert found(offices) == 0
    PartnerPair.objects.filter(pk=pair.pk).update(valid_to=today())
    assert found(offices) == 1
    mute_pair(actor=east, pair=pair, is_muted=True)
    assert found(offices) == 0
    mute_pair(actor=east, pair=pair, is_muted=False)
    assert found(offices) == 1
    end_pair(actor=east, pair=pair, valid_to=today() - timedelta(days=1))
    assert found(offices) == 0


def test_ministry_and_both_provinces_write_pairs_down_and_nobody_else(offices, east):
    ministry, west = make_seat(Role.MINISTRY, COUNTRY), make_seat(Role.PROVINCE_OFFICE, PROVINCE)
    pair = paired(ministry)
    for actor in (east, west, ministry):
        assert list(visible_pairs(actor)) == [pair]
    assert list(own_feeds(east, today())) == [pair]
    assert not own_feeds(west, today()).exists()
    stranger = make_seat(Role.PROVINCE_OFFICE, Place("630000000000", "/63/", "别省"))
    for actor in (stranger, offices.prefecture):
        with pytest.raises(NotAllowed):
            paired(actor, document="另一文件")
    with pytest.raises(NotAllowed):
        mute_pair(actor=west, pair=pair, is_muted=True)


def test_a_prefecture_may_be_the_partner_of_a_prefecture(offices, east):
    city = Place("330100000000", "/33/3301/", "东示例市")
    make_divisions(city)
    seat = make_seat(Role.PREFECTURE_OFFICE, city)
    paired(east, east_path=city.path, west_path=PREFECTURE.path)
    assert found(offices) == 1
    assert own_feeds(seat, today()).count() == 1


def test_a_pair_without_document_or_twice_or_of_an_unknown_place_is_refused(offices, east):
    with pytest.raises(Faults):
        paired(east, document=" ")
    with pytest.raises(RuleBroken):
        paired(east, west_path="/99/")
    paired(east)
    with pytest.raises(RuleBroken):
        paired(east, document="又一文件")


def written(folder: Path, *lines: str) -> Path:
    """A list as somebody saves it from a spreadsheet, with a byte order mark."""
    file = folder / "partners.csv"
    file.write_text("\n".join(("east,west,document,valid_from,valid_to", *lines)), encoding="utf-8-sig")
    return file


def ordered(file: Path) -> int:
    """What the operator types."""
    return partners.run(argparse.Namespace(file=file))


def test_a_list_is_written_down_from_the_command_line_and_a_second_run_changes_nothing(east, tmp_path, capsys):
    file = written(tmp_path, f"{EAST.code},{PROVINCE.name},{DOCUMENT},2026-01-01,2030-12-31")
    assert ordered(file) == ordered(file) == 0
    assert capsys.readouterr().out == "partners: 1 written, 0 known\npartners: 0 written, 1 known\n"
    assert list(own_feeds(east, today()).values_list("document", flat=True)) == [DOCUMENT]


def test_a_list_with_a_fault_writes_nothing_and_names_each_wrong_line(offices, tmp_path):
    file = written(
        tmp_path,
        f"{EAST.code},{PROVINCE.code},{DOCUMENT},,",
        f"{EAST.code},{PROVINCE.code},,2026-02-01,2026-01-01",
        f"{EAST.code},没有的省,{DOCUMENT},,",
        f"{EAST.code},{PROVINCE.code},{DOCUMENT},2026年,",
        f"{EAST.code},{PROVINCE.code}",
    )
    with pytest.raises(WrongInput) as stopped:
        ordered(file)
    said = str(stopped.value)
    assert stopped.value.status == 2
    for words in ("line 3: document", "valid_to", "line 4: there is no division", "line 5: “2026年”", "line 6: there"):
        assert words in said
    assert not PartnerPair.objects.exists()


def test_a_list_whose_pairs_overlap_writes_nothing(offices, tmp_path):
    file = written(tmp_path, f"{EAST.code},{PROVINCE.code},甲,,", f"{EAST.code},{PROVINCE.code},乙,2026-01-01,")
    with pytest.raises(WrongInput, match="partners on some of these days"):
        ordered(file)
    assert not PartnerPair.objects.exists()
