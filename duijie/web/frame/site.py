"""Who runs this site: footer and name are data of the place (`var/site.toml`), the demo's stand here."""

import tomllib
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_noop


@dataclass(frozen=True)
class Site:
    """What a public site has to say about itself; values are shown as they are, or translated when they are ours."""

    host: str = ""
    operator: str = ""
    site_code: str = ""
    icp_filing: str = ""
    police_filing: str = ""
    phone: str = ""
    correction_address: str = ""


DEMO = Site(
    host=gettext_noop("Demonstration: department of civil affairs, department of agriculture and rural affairs"),
    operator=gettext_noop("Demonstration: provincial service centre for social organizations"),
    site_code=gettext_noop("Demonstration, none"),
    icp_filing=gettext_noop("Demonstration, none"),
    phone="12345",
)


def read_site(path: Path, *, demo: bool) -> Site:
    """The operator's file over the demo's values (over nothing on a real site).

    Raises:
        ValueError: the file names something that the footer does not know.
    """
    base = DEMO if demo else Site()
    if not path.exists():
        return base
    given = tomllib.loads(path.read_text(encoding="utf-8"))
    known = {each.name for each in fields(Site)}
    if unknown := set(given) - known:
        raise ValueError(f"{path} names {sorted(unknown)}; known are {sorted(known)}")
    return Site(**{each: str(given.get(each, getattr(base, each))) for each in known})


@cache
def site() -> Site:
    """The site of this process, read once."""
    return read_site(settings.ENVIRONMENT.home / "site.toml", demo=settings.ENVIRONMENT.demo)
