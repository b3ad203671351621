"""Walk a site as somebody would who follows every link that he is shown."""

import zipfile
from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from io import BytesIO

from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, resolve

from tests.factories.pages import Page, own_path

MOST_OF_A_KIND = 4
MOST_OTHERS = 5
FOR_ALL = ("public:", "api-v1:")
_ZIPPED = ("officedocument", "zip")


@dataclass
class Visit:
    """A page that was opened: how it answered, what it says, what links to it."""

    path: str
    status: int
    kind: str
    text: str
    linked_from: str
    page: Page | None = None


@dataclass
class Walk:
    """What one person has seen."""

    who: str
    visits: dict[str, Visit] = field(default_factory=dict)

    @property
    def pages(self) -> list[Visit]:
        """The pages of markup that opened."""
        return [visit for visit in self.visits.values() if visit.page is not None and visit.status == 200]


def walk(who: str, browser: Client, starts: Iterable[str], by_others: Counter[str]) -> Walk:
    """Open the starting pages and all that they link to; of pages of one kind the first few, each link once.

    Pages that are the same for everybody are walked by the visitor; of each kind of them a few others open one, and
    `by_others` counts how many have.
    """
    seen, kinds = Walk(who), Counter[str]()
    waiting = deque((start, "") for start in dict.fromkeys(starts))
    known = {path for path, _ in waiting}
    while waiting:
        path, source = waiting.popleft()
        kind = kind_of(path)
        is_for_all = who != "visitor" and (kind.startswith(FOR_ALL) or "?" in path)
        most = 1 if is_for_all else MOST_OF_A_KIND
        if source and kinds[kind] >= most:
            continue
        if is_for_all and kind.startswith(FOR_ALL):
            if by_others[kind] >= MOST_OTHERS:
                continue
            by_others[kind] += 1
        kinds[kind] += 1
        visit = seen.visits[path] = opened(browser, path, source)
        for href in visit.page.links if visit.page else ():
            target = own_path(href)
            if target and target not in known and not target.startswith(("/static/", "/en/")):
                known.add(target)
                waiting.append((target, path))
    return seen


def kind_of(path: str) -> str:
    """The view behind a path, or the path where there is none; filters of one list are kinds of their own."""
    bare, _, query = path.partition("?")
    try:
        found = resolve(bare)
    except Resolver404:
        return path
    names = ",".join(sorted(part.partition("=")[0] for part in query.split("&"))) if query else ""
    return f"{found.view_name} {found.kwargs.get('event', '')} {names}"


def opened(browser: Client, path: str, source: str) -> Visit:
    """Ask for a page."""
    answer = browser.get(path)
    kind = answer.get("Content-Type", "")
    text = words_of(answer, kind)
    page = Page(text, path) if kind.startswith("text/html") else None
    return Visit(path, answer.status_code, kind, text, source, page)


def words_of(answer: HttpResponse, kind: str) -> str:
    """Everything that an answer says, also inside sheets and documents."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if any(part in kind for part in _ZIPPED):
        with zipfile.ZipFile(BytesIO(body)) as parts:
            return "\n".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())
    return body.decode("utf-8", "replace")
