"""Template messages of WeChat (模板消息): ids and fields are data of the place, in `wechat.toml` of its home.

    [news]
    template = "the id that the official account was given"
    [news.fields]
    keyword1 = "number"
    keyword2 = "text"

`news` is for one thing, `digest` for what was collected. A field holds one of `VALUES`; there is no other, so a
template can never carry more about anybody than a short message does.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from django.conf import settings

KINDS: Final = ("news", "digest")
VALUES: Final = ("text", "number", "day", "count")


@dataclass(frozen=True, slots=True)
class Template:
    """The id of a template, and which of `VALUES` stands in each of its fields."""

    template: str
    fields: dict[str, str]


DEMO: Final = {
    "news": Template("demonstration-news", {"thing1": "text", "character_string2": "number", "time3": "day"}),
    "digest": Template("demonstration-digest", {"thing1": "text", "number2": "count", "time3": "day"}),
}


def read_templates(path: Path, *, demo: bool) -> dict[str, Template]:
    """The operator's templates; the demo's where there is no file, nothing on a real site.

    Raises:
        ValueError: the file names a kind or a value that there is not, or a kind without its id.
    """
    if not path.exists():
        return DEMO if demo else {}
    given = tomllib.loads(path.read_text(encoding="utf-8"))
    if unknown := set(given) - set(KINDS):
        raise ValueError(f"{path} names {sorted(unknown)}; known are {', '.join(KINDS)}")
    return {kind: _template(path, kind, each) for kind, each in given.items()}


def _template(path: Path, kind: str, given: dict[str, object]) -> Template:
    fields = given.get("fields", {})
    if not given.get("template") or not isinstance(fields, dict):
        raise ValueError(f"{path}: [{kind}] needs the template's id and a table of fields")
    if unknown := {str(value) for value in fields.values()} - set(VALUES):
        raise ValueError(f"{path}: [{kind}] asks for {sorted(unknown)}; a field may hold {', '.join(VALUES)}")
    return Template(str(given["template"]), {str(name): str(value) for name, value in fields.items()})


@cache
def templates() -> dict[str, Template]:
    """The templates of this process, read once."""
    return read_templates(settings.ENVIRONMENT.home / "wechat.toml", demo=settings.ENVIRONMENT.demo)
