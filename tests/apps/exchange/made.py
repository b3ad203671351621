"""A source and verified records for tests: what another province has published, without its network."""

from datetime import UTC, datetime
from typing import Any

from duijie.apps.exchange.models import Source
from duijie.apps.exchange.services.taking import take
from duijie.ledger.following.records import ShownRecord
from tests.ledger.made import log_key

LOG_NAME = "log.example/510000"
ORIGIN = f"{LOG_NAME}/2026"
HOUR = datetime(2026, 11, 20, 8, tzinfo=UTC)
KEYS = f"{log_key(ORIGIN).verifier}\n"
NEED: dict[str, Any] = {
    "number": "N-22BCDFG",
    "title": "邻省村道安装太阳能路灯 30 盏",
    "text": "村里晚上出行不便，想在主路上安装太阳能路灯。",
    "field": "infrastructure",
    "subfield": "",
    "aid": "",
    "form": "goods",
    "track": "general",
    "quantity": "30",
    "unit": "盏",
    "total_fen": 4500000,
    "policy_cover": "none",
    "beneficiaries": "all",
    "wanted_by": "2027-03-01",
    "urgency": "normal",
    "place": "示例县示例乡",
}
OFFER: dict[str, Any] = {
    "event": "publish",
    "number": "S-22BCDFG",
    "title": "为村卫生室配备血压计",
    "text": "为村卫生室配备血压计并培训村医。",
    "organization": "O-22BCDFG",
    "field": "health",
    "capacity": "20",
    "unit": "台",
    "state": "published",
    "areas": "",
}


def make_source(name: str = "示例省", **changed: Any) -> Source:
    values: dict[str, Any] = {
        "name": name,
        "province_code": "510000",
        "log_name": LOG_NAME,
        "log_address": "",
        "site_address": "https://shili.example/",
        "keys": KEYS,
        "division_path": "/62/",
        **changed,
    }
    return Source.objects.create(**values)


def shown(index: int, kind: str, facts: dict[str, Any] | None, subject: str = "a" * 32, **changed: Any) -> ShownRecord:
    values: dict[str, Any] = {
        "index": index,
        "kind": kind,
        "hour": HOUR,
        "division": "621121",
        "subject": subject,
        "role": "county_office",
        "facts": facts,
        **changed,
    }
    return ShownRecord(**values)


def taken(source: Source, *records: ShownRecord) -> int:
    return take(source, ORIGIN, records)
