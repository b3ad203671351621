"""Several things at once: looked at before, done one by one, and undone for ten minutes where an act can be undone."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django import forms
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duijie.apps.needs.models import Need, Request
from duijie.apps.needs.rules.needs import NEED
from duijie.apps.needs.rules.particulars import publishing_faults
from duijie.apps.needs.selectors.queue import Waiting, work_queue
from duijie.apps.needs.selectors.words import last_words
from duijie.apps.needs.services.together import Together, decide_each, return_each, take_back_each
from duijie.kernel.errors import NotFound, RuleBroken, mark
from duijie.web.frame.fields import TextField
from duijie.web.frame.forms import FormPage
from duijie.web.frame.policies import for_officials
from duijie.web.office.work_list import address_of

MOST: Final = 50
UNDO_FOR: Final = timedelta(minutes=10)
_SALT: Final = "office.together"
_EVENTS = {"verify": ("verify", "publish"), "return": ("return",)}
_MODELS: dict[str, type[Need] | type[Request]] = {"need": Need, "request": Request}


class OpinionOnAll(forms.Form):
    """What the office says of all of them."""

    opinion = TextField(label=gettext_lazy("Opinion on all of them"), limit=300, rows=3)


class ReasonForAll(forms.Form):
    """Why all of them come back."""

    reason = TextField(label=gettext_lazy("Reason for all of them"), limit=500, rows=3)


@dataclass(frozen=True, slots=True)
class Planned:
    """A row of the preview: what will be done to it, or why it is left out."""

    key: str
    title: str
    href: str
    happens: str = ""
    obstacle: str = ""


class TogetherPage(FormPage):
    """Look at what will be done to each of the ticked rows, say the words once, confirm."""

    template_name = "office/together.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Requests that are merged go on to the form of their need."""
        if request.GET.get("event") == "bundle":
            numbers = [key.partition(":")[2] for key in request.GET.getlist("item") if key.startswith("request:")]
            address = reverse("office:need-new") if numbers else reverse("office:bundling")
            query = urlencode([("request", number) for number in numbers])
            return HttpResponseRedirect(f"{address}?{query}" if query else address)
        return super().get(request, *args, **kwargs)

    @property
    def form_class(self) -> type[forms.BaseForm]:  # type: ignore[override]
        """An opinion or a reason."""
        return OpinionOnAll if self.event == "verify" else ReasonForAll

    def prepare(self) -> None:
        """The ticked rows as they wait now."""
        self.event = self.request.GET.get("event", "")
        if self.event not in _EVENTS:
            raise NotFound(mark("There is no such act."))
        waiting = {each.key: each for each in work_queue(self.actor)}
        keys = list(dict.fromkeys(self.request.GET.getlist("item")))[:MOST]
        self.rows = _rows(key for key in keys if key in waiting)
        self.planned = [_planned(waiting.get(key), key, self.rows.get(key), self.event) for key in keys]

    def form_arguments(self) -> dict[str, Any]:
        """The words of last time."""
        names = {"verify": ("opinion",), "return": ("reason",)}[self.event]
        return {"initial": last_words(self.actor, f"needs.need.{self.event}", names)}

    def perform(self, form: Any) -> str:
        """Do it to every row that nothing keeps out."""
        rows = [self.rows[each.key] for each in self.planned if each.happens]
        if not rows:
            raise RuleBroken(mark("Nothing can be done to these together."))
        if self.event == "verify":
            needs = [row for row in rows if isinstance(row, Need)]
            done = decide_each(actor=self.actor, needs=needs, opinion=form.cleaned_data["opinion"])
        else:
            done = return_each(actor=self.actor, rows=rows, reason=form.cleaned_data["reason"])
        return f"{reverse('office:together-done')}?{urlencode({'what': _sealed(self, self.event, done)})}"

    def context(self) -> dict[str, Any]:
        """The preview."""
        return {
            "title": _("Decide on several at once") if self.event == "verify" else _("Return several at once"),
            "planned": [each for each in self.planned if each.happens],
            "left_out": [each for each in self.planned if each.obstacle],
            "event": self.event,
            "back": reverse("office:queue"),
        }


class DonePage(FormPage):
    """What was done to each row, what was refused, and for ten minutes the way back."""

    form_class = forms.Form
    template_name = "office/together_done.html"

    def prepare(self) -> None:
        """What the address says, sealed by us for this person."""
        try:
            self.what = signing.loads(self.request.GET.get("what", ""), salt=f"{_SALT}.{self.actor.id}")
        except signing.BadSignature:
            raise NotFound(mark("There is nothing here that you may see.")) from None
        self.rows = _rows((*self.what["done"], *(key for key, _code, _params in self.what["refused"])))

    def perform(self, form: Any) -> str:  # noqa: ARG002
        """Take every return back that can be taken back."""
        if not self._may_undo():
            raise RuleBroken(mark("The ten minutes are over: open each by itself."))
        rows = [self.rows[key] for key in self.what["done"] if key in self.rows]
        done = take_back_each(actor=self.actor, rows=rows)
        return f"{reverse('office:together-done')}?{urlencode({'what': _sealed(self, 'take_back', done)})}"

    def context(self) -> dict[str, Any]:
        """Every row with what became of it."""
        title = _DONE[str(self.what["event"])]
        return {
            "title": _(title),
            "done": [_named(key, self.rows[key]) for key in self.what["done"] if key in self.rows],
            "refused": [
                (_named(key, self.rows[key]), _(code) % params)
                for key, code, params in self.what["refused"]
                if key in self.rows
            ],
            "may_undo": self._may_undo(),
            "is_final": self.what["event"] == "verify" and bool(self.what["done"]),
            "back": reverse("office:queue"),
        }

    def _may_undo(self) -> bool:
        sealed = self.request.GET.get("what", "")
        try:
            signing.loads(sealed, salt=f"{_SALT}.{self.actor.id}", max_age=UNDO_FOR)
        except signing.SignatureExpired:
            return False
        return self.what["event"] == "return" and any(
            key in self.rows and self.rows[key].state == "returned" for key in self.what["done"]
        )


_DONE = {
    "verify": mark("Decided on"),
    "return": mark("Returned for completion"),
    "take_back": mark("Returns taken back"),
}


def _rows(keys: Iterable[str]) -> dict[str, Need | Request]:
    """The rows of keys such as `need:N-…`; whether one may act on them is asked by the act."""
    numbers: dict[str, list[str]] = {"need": [], "request": []}
    for key in keys:
        kind, _colon, number = key.partition(":")
        numbers.get(kind, []).append(number)
    found: dict[str, Need | Request] = {}
    for kind, model in _MODELS.items():
        rows: Iterable[Any] = model._default_manager.filter(number__in=numbers[kind])
        found |= {f"{kind}:{row.number}": row for row in rows}
    return found


def _planned(each: Waiting | None, key: str, row: Need | Request | None, event: str) -> Planned:
    if each is None or row is None:
        return Planned(key, key.partition(":")[2], "", obstacle=_("It does not wait for you any more."))
    plan = Planned(key, f"{each.title} {each.number}", address_of(each, ""))
    possible = next((name for name in _EVENTS[event] if name in each.acts), "")
    obstacle = "".join(_obstacles(row, event, possible))
    happens = "" if obstacle else _(NEED.transition(possible).label)
    return Planned(key, plan.title, plan.href, happens, obstacle)


def _obstacles(row: Need | Request, event: str, possible: str) -> Iterator[str]:
    """Why a row is left out, one sentence at most."""
    if event == "verify" and isinstance(row, Request):
        yield _("Requests are verified one by one, by whoever has looked at them.")
    elif not possible:
        yield _("This cannot be done with it now.")
    elif possible == "publish" and isinstance(row, Need):
        faults = publishing_faults(row.policy_cover, is_checked=row.policy_checked_at is not None)
        yield from (_(fault.code) for fault in faults)


def _named(key: str, row: Need | Request) -> Planned:
    kind = key.partition(":")[0]
    title = row.title if isinstance(row, Need) else row.text[:40]
    return Planned(key, f"{title} {row.number}", reverse(f"office:{kind}", args=[row.number]))


def _sealed(page: FormPage, event: str, done: Together) -> str:
    keys = [f"{'need' if isinstance(row, Need) else 'request'}:{row.number}" for row in done.done]
    refused = [
        (
            f"{'need' if isinstance(row, Need) else 'request'}:{row.number}",
            refusal.code,
            {name: str(value) for name, value in refusal.params.items()},
        )
        for row, refusal in done.refused
    ]
    return signing.dumps({"event": event, "done": keys, "refused": refused}, salt=f"{_SALT}.{page.actor.id}")


urlpatterns = [
    path("work/together/", for_officials(TogetherPage.as_view()), name="together"),
    path("work/together/done/", for_officials(DonePage.as_view()), name="together-done"),
]
