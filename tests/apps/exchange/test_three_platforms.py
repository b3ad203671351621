"""Two provinces and the ministry over real HTTP: shared, pledged across, cut, caught up, rewritten."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from tests.apps.exchange.platforms import Platform, running_platforms


@pytest.fixture
def platforms(transactional_db: None, tmp_path: Path) -> Iterator[list[Platform]]:
    connection.close()  # what is copied may have nobody in it
    with running_platforms(tmp_path, str(connection.settings_dict["NAME"])) as running:
        yield running


@pytest.mark.slow
def test_three_platforms_share_pledge_catch_up_after_a_cut_and_notice_a_rewritten_record(
    platforms: list[Platform],
) -> None:
    gansu, sichuan, ministry = platforms
    first = gansu.do("publish", "安装路灯")
    sichuan.do("publish", "修缮水渠")
    assert sichuan.do("look") == {"甘肃": ["following", "安装路灯"]}
    assert gansu.do("look") == {"四川": ["following", "修缮水渠"]}
    assert ministry.do("look") == {"甘肃": ["following", "安装路灯"], "四川": ["following", "修缮水渠"]}
    assert _pledged_and_welcomed(sichuan, gansu, "安装路灯", "20") == {"安装路灯": "accepted"}

    gansu.do("publish", "配备血压计")
    assert sichuan.do("look")["甘肃"] == ["following", "安装路灯", "配备血压计"]
    gansu.do("cut")
    gansu.do("publish", "培训村医")
    assert ministry.do("look") == {"甘肃": ["silent", "安装路灯"], "四川": ["following", "修缮水渠"]}
    sichuan.do("pledge", "配备血压计", "5")
    assert sichuan.do("deliver") == {"安装路灯": "accepted", "配备血压计": "waiting"}
    assert gansu.do("listen", gansu.port) == gansu.port
    assert ministry.do("look")["甘肃"] == ["following", "安装路灯", "配备血压计", "培训村医"]
    assert sichuan.do("deliver") == {"安装路灯": "accepted", "配备血压计": "delivered"}
    assert gansu.do("welcome") == [["四川", "配备血压计", "5"]]
    assert sichuan.do("look")["甘肃"] == ["following", "安装路灯", "配备血压计", "培训村医"]
    assert sichuan.do("pledges") == {"安装路灯": "accepted", "配备血压计": "accepted"}

    gansu.do("rewrite", first, "9999")
    for follower in (sichuan, ministry):
        assert follower.do("look")["甘肃"] == ["contradicts", "安装路灯", "配备血压计", "培训村医"]
    assert ministry.do("look")["四川"] == ["following", "修缮水渠"]


def _pledged_and_welcomed(sender: Platform, origin: Platform, title: str, quantity: str) -> dict[str, str]:
    """有意向 goes as a signed message; the answer comes only with the origin's log."""
    sender.do("pledge", title, quantity)
    assert sender.do("deliver") == {title: "delivered"}
    assert origin.do("welcome") == [[sender.name, title, quantity]]
    assert sender.do("pledges") == {title: "delivered"}
    sender.do("look")
    answers: dict[str, str] = sender.do("pledges")
    return answers
