"""The pages of a journey: one question or a few on each, then everything once more to check, then it is sent once.

Each page keeps what was typed as soon as it is sent, wrong answers too. A page that was reached by the browser's back
button takes new answers; a session that ended while somebody typed asks him to sign in and shows his words again.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.http import urlencode

from duijie.kernel.access.actors import Role
from duijie.kernel.errors import NotAllowed, RuleBroken, mark
from duijie.kernel.ids import new_id
from duijie.kernel.submissions.services import claim, finish
from duijie.web.frame.forms import SUBMISSION, FormPage, keep_draft_of, show_refusal
from duijie.web.frame.policies import ActorRequest
from duijie.web.frame.uploads import KeptFilesField
from duijie.web.village.journeys import Journey
from duijie.web.village.limits import count_file, count_sending

CHECK = "check"
TYPED_AS = "typed_as"
_NOT_KEPT = frozenset({"csrfmiddlewaretoken", SUBMISSION, TYPED_AS})


class JourneyPage(FormPage):
    """A page of a journey.

    A kind of journey gives `key`, `steps`, `form_of` and `address`; each of its pages names its `step`.
    """

    step = ""
    roles: frozenset[Role] = frozenset()
    not_for_you = mark("You may not do this.")
    request: ActorRequest

    @property
    def key(self) -> str:
        """The kind of journey, under which its answers are kept."""
        raise NotImplementedError

    @property
    def steps(self) -> Sequence[str]:
        """The steps with a form that this journey needs, in their order, without the check."""
        raise NotImplementedError

    def form_of(self, step: str, **given: Any) -> BaseForm:
        """The form of a step."""
        raise NotImplementedError

    def address(self, step: str) -> str:
        """The page of a step."""
        raise NotImplementedError

    def known(self) -> Mapping[str, Any]:
        """Answers that are known before anything is typed."""
        return {}

    @property
    def form_class(self) -> Any:  # type: ignore[override]
        """The form of this page's step."""
        return lambda **given: self.form_of(self.step, **given)

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Open the journey."""
        super().setup(request, *args, **kwargs)
        if "journey" in self.kwargs:
            self.journey = Journey.opened(self.kwargs["journey"], key=self.key, actor=self.actor)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """No proxy between keeps what was typed."""
        response = super().dispatch(request, *args, **kwargs)
        patch_cache_control(response, private=True)
        return response

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the step, with what was typed."""
        away = self.turned_away()
        if away is not None:
            return away
        kept = self._kept(self.step)
        if kept is not None and not kept.is_valid() and "draft" not in request.GET:
            return self._page(kept, new_id(), status=200)
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002
        """Keep the answers and go on."""
        away = self.turned_away()
        if away is not None:
            return away
        if request.FILES:
            self.keep_typed()
            count_file(request, self.actor)
        form = self._form(data=request.POST, files=request.FILES)
        is_right = form.is_valid()
        self.keep_typed(form)
        if is_right:
            self.went_on(form)
            return HttpResponseRedirect(self.next_address())
        return self.wrong(form)

    def keep_typed(self, form: BaseForm | None = None) -> None:
        """Keep what this page sent; of files the ids under which they are kept."""
        sent = self.request.POST
        typed = {name: sent.getlist(name) for name in sent if name not in _NOT_KEPT}
        for name, field in (form.fields if form else {}).items():
            if isinstance(field, KeptFilesField):
                typed[field.kept_name(name)] = [str(each.pk) for each in field.kept]
        self.journey.keep(typed)

    def wrong(self, form: BaseForm) -> HttpResponse:
        """Show the step again with its errors."""
        return self._page(form, new_id(), status=422)

    def went_on(self, form: Any) -> None:
        """What follows from right answers."""

    def form_arguments(self) -> dict[str, Any]:
        """What is known and what was typed."""
        fields = self.form_of(self.step).fields
        files = [each.kept_name(name) for name, each in fields.items() if isinstance(each, KeptFilesField)]
        if not self.journey.has_seen([*fields, *files]):
            return {"initial": dict(self.known())}
        data = self.journey.data
        typed = {name: field.widget.value_from_datadict(data, {}, name) for name, field in fields.items()}
        return {"initial": typed}

    def context(self) -> dict[str, Any]:
        """Where we are, and the way back."""
        order = [*self.steps, CHECK]
        here = order.index(self.step) if self.step in order else 0
        return {
            "step_number": here + 1,
            "step_count": len(order),
            "back": self.address(order[here - 1]) if here else self.first_back(),
        }

    def first_back(self) -> str:
        """The way back from the first page."""
        return reverse("village:home")

    def next_address(self) -> str:
        """The first step that is not answered rightly, or the check."""
        return self.address(next((step for step in self.steps if not self._is_answered(step)), CHECK))

    def turned_away(self) -> HttpResponse | None:
        """Where to go instead: the journey is sent, is somebody else's, or the session has ended."""
        if self.roles and self.actor.role not in self.roles:
            raise NotAllowed(self.not_for_you)
        if self.journey.result:
            return HttpResponseRedirect(self.journey.result)
        is_visitor = self.actor.role is Role.VISITOR
        typed_as = self.request.POST.get(TYPED_AS, "")
        if is_visitor and (self.journey.is_anothers or typed_as not in {"", Role.VISITOR.value}):
            return _ask_to_sign_in(self.request)
        if self.journey.is_anothers:
            self.journey = Journey(new_id(), self.key, self.actor)
        return None

    def _kept(self, step: str) -> BaseForm | None:
        form = self.form_of(step)
        if not self.journey.has_seen(form.fields):
            return None
        return self.form_of(step, data=self.journey.data)

    def _is_answered(self, step: str) -> bool:
        form = self._kept(step)
        return form is not None and form.is_valid()


class CheckPage(JourneyPage):
    """Everything once more, then it is sent: once, however often the button is pressed."""

    step = CHECK

    def cleaned(self) -> dict[str, Any]:
        """The answers of all steps."""
        found: dict[str, Any] = {}
        for step in self.steps:
            form = self._kept(step)
            if form is not None and form.is_valid():
                found |= form.cleaned_data
        return found

    def turned_away(self) -> HttpResponse | None:
        """Nothing is sent before every step is answered."""
        away = super().turned_away()
        if away is not None:
            return away
        there = self.next_address()
        return None if there == self.address(CHECK) else HttpResponseRedirect(there)

    def form_arguments(self) -> dict[str, Any]:
        """Consent is never given beforehand."""
        return {}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002
        """Send it."""
        away = self.turned_away()
        if away is not None:
            return away
        form = self._form(data=request.POST)
        if not form.is_valid():
            return self.wrong(form)
        try:
            count_sending(request, self.actor)
        except RuleBroken as refusal:
            show_refusal(form, refusal)
            return self.wrong(form)
        with transaction.atomic():
            submission = claim(self.journey.id, form=self.key, actor=self.actor)
            if submission.done_at is not None:
                return HttpResponseRedirect(submission.result)
            address = self._perform(form)
            if address is not None:
                finish(submission, result=address, receipt=self.receipt)
                return HttpResponseRedirect(address)
        return self.wrong(form)


def _ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    """Keep what was typed under the visitor's phone, and come back to it after signing in."""
    here = (keep_draft_of(request) if request.method == "POST" else None) or request.get_full_path()
    return HttpResponseRedirect(f"{reverse('frame:sign-in')}?{urlencode({'next': here})}")
