"""Pages as a browser without scripts sees them: links, forms with what stands in them, and the words."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

_VOID = {"input", "img", "br", "hr", "meta", "link", "source", "path", "circle"}
_UNSEEN = {"script", "style", "template"}


@dataclass
class Form:
    """A form with the values that it would send unchanged."""

    action: str
    method: str
    values: dict[str, list[str]] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)
    buttons: list[str] = field(default_factory=list)

    def filled(self, **answers: object) -> dict[str, object]:
        """What the browser sends when these answers are given; lists for several boxes, None for nothing."""
        sent: dict[str, object] = {**self.values, **answers}
        return {name: value for name, value in sent.items() if value is not None}


class Page(HTMLParser):
    """The links, forms and visible words of some markup."""

    def __init__(self, markup: str, address: str = "/") -> None:
        super().__init__(convert_charrefs=True)
        self.address = address
        self.links: list[str] = []
        self.forms: list[Form] = []
        self._words: list[str] = []
        self._open: list[str] = []
        self._form: Form | None = None
        self._select: tuple[str, list[str], list[str]] | None = None
        self._area: tuple[str, list[str]] | None = None
        self.feed(markup)

    @property
    def words(self) -> str:
        """What can be read on the page."""
        return " ".join(self._words)

    @property
    def form(self) -> Form:
        """The form of the page's own act: the one that carries a submission."""
        return next(each for each in self.forms if "_submission" in each.values)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag not in _VOID:
            self._open.append(tag)
        if tag == "a" and given.get("href"):
            self.links.append(urljoin(self.address, given["href"]))
        elif tag == "form":
            action = urljoin(self.address, given.get("action") or self.address)
            self._form = Form(action, given.get("method", "get").lower())
            self.forms.append(self._form)
        elif self._form is not None:
            self._field(tag, given)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            while self._open.pop() != tag:
                pass
        if tag == "form":
            self._form = None
        elif tag == "select" and self._select and self._form:
            name, chosen, offered = self._select
            self._form.values[name] = chosen or offered[:1]
            self._select = None
        elif tag == "textarea" and self._area and self._form:
            name, parts = self._area
            self._form.values[name] = ["".join(parts).removeprefix("\n").removeprefix("\r\n")]
            self._area = None

    def handle_data(self, data: str) -> None:
        if self._area:
            self._area[1].append(data)
        if data.strip() and not _UNSEEN & set(self._open):
            self._words.append(data.strip())

    def _field(self, tag: str, given: dict[str, str]) -> None:
        assert self._form is not None
        name, kind = given.get("name", ""), given.get("type", "text")
        if tag == "select":
            self._select = (name, [], [])
        elif tag == "option" and self._select:
            self._select[2].append(given.get("value", ""))
            if "selected" in given:
                self._select[1].append(given.get("value", ""))
        elif tag == "textarea":
            self._area = (name, [])
        elif tag == "button" and name:
            self._form.buttons.append(name)
        elif tag == "input" and name:
            self._input(name, kind, given)

    def _input(self, name: str, kind: str, given: dict[str, str]) -> None:
        assert self._form is not None
        if kind == "file":
            self._form.files.add(name)
        elif kind in {"checkbox", "radio"}:
            if "checked" in given:
                self._form.values.setdefault(name, []).append(given.get("value", "on"))
        else:
            self._form.values.setdefault(name, []).append(given.get("value", ""))


def own_path(href: str) -> str:
    """The path and query of a link on this site; "" for links elsewhere, mail and phones."""
    parts = urlsplit(href)
    if parts.scheme or parts.netloc or not parts.path.startswith("/"):
        return ""
    return parts.path + (f"?{parts.query}" if parts.query else "")
