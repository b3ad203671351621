"""Pages with a form: nothing typed is lost, and nothing happens twice."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext
from django.views import View

from duijie.kernel.access.actors import Actor
from duijie.kernel.errors import Faults, Refusal
from duijie.kernel.ids import new_id
from duijie.kernel.submissions.services import Draft, claim, draft_of, finish, keep_draft, result_of
from duijie.web.frame.uploads import LOST_SUFFIX, KeptFilesField

SUBMISSION = "_submission"
_NAME_MOST = 120
_NEVER_KEPT = ("password", "again", "current", "csrfmiddlewaretoken", "code")


class FormPage(View):
    """One page, one form, one act.

    A page gives `form_class`, `template_name` and `perform`, which calls one service and returns the next address.
    `self.receipt` may be set by `perform` to leave the sender something only he may read.
    """

    form_class: type[BaseForm]
    template_name = "frame/form.html"
    receipt: str | None = None
    submission_id: UUID

    def perform(self, form: Any) -> str:
        """Do the act with the cleaned form; return the address to go to."""
        raise NotImplementedError

    def prepare(self) -> None:
        """Load what the page is about, before a form is made; may raise a Refusal."""

    def form_arguments(self) -> dict[str, Any]:
        """Further arguments for the form, such as `initial`."""
        return {}

    def context(self) -> dict[str, Any]:
        """What the template needs beside the form."""
        return {}

    @property
    def actor(self) -> Actor:
        """Who is asking."""
        actor: Actor = self.request.actor  # type: ignore[attr-defined]
        return actor

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002
        """Show the form, with the draft that the address names if it is this person's; what is sent leads on."""
        kept_id = _as_id(request.GET.get("draft"))
        sent_to = result_of(kept_id, form=_key(request), actor=self.actor) if kept_id else ""
        if sent_to:
            return HttpResponseRedirect(sent_to)
        self.prepare()
        submission_id = kept_id or new_id()
        form = self._form(initial=self._initial(submission_id))
        return self._page(form, submission_id, status=200)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002
        """Do the act once; on a fault show the form again with everything that was typed."""
        submission_id = self.submission_id = _as_id(request.POST.get(SUBMISSION)) or new_id()
        with transaction.atomic():
            submission = claim(submission_id, form=_key(request), actor=self.actor)
            if submission.done_at is not None:
                return HttpResponseRedirect(submission.result)
            self.prepare()
            form = self._form(data=request.POST, files=request.FILES)
            address = self._perform(form) if form.is_valid() else None
            if address is not None:
                finish(submission, result=address, receipt=self.receipt)
                return HttpResponseRedirect(address)
        keep_draft(submission_id, form=_key(request), actor=self.actor, data=_typed(request, form))
        return self._page(form, submission_id, status=422)

    def _perform(self, form: BaseForm) -> str | None:
        try:
            with transaction.atomic():
                return self.perform(form)
        except Refusal as refusal:
            show_refusal(form, refusal)
            return None

    def _form(self, **given: Any) -> BaseForm:
        arguments = self.form_arguments()
        arguments["initial"] = {**arguments.get("initial", {}), **given.pop("initial", {})}
        form = self.form_class(**arguments, **given)
        for name, field in form.fields.items():
            if isinstance(field, KeptFilesField):
                field.actor = self.actor
                before = form.initial.get(name, {})
                field.restore(before.get("kept", ()), before.get("lost", ()))
        return form

    def _initial(self, submission_id: UUID) -> dict[str, Any]:
        draft = draft_of(submission_id, form=_key(self.request), actor=self.actor)
        if not draft:
            return {}
        data = QueryDict(mutable=True)
        for name, values in draft.items():
            data.setlist(name, values)
        fields = self._form().fields
        no_files: MultiValueDict[str, UploadedFile[bytes]] = MultiValueDict()
        return {name: field.widget.value_from_datadict(data, no_files, name) for name, field in fields.items()}

    def _page(self, form: BaseForm, submission_id: UUID, *, status: int) -> HttpResponse:
        context = {"form": form, "submission_id": submission_id, **self.context()}
        return render(self.request, self.template_name, context, status=status)


def show_refusal(form: BaseForm, refusal: Refusal) -> None:
    """Put each refused value's words beside its field, or above the form where it has none."""
    for fault in _each(refusal):
        field = fault.field if fault.field in form.fields else None
        form.add_error(field, gettext(fault.code) % fault.params)


def keep_draft_of(request: HttpRequest) -> str | None:
    """Keep what a refused POST carried (session or form protection lost); returns the address that shows it again.

    What the page was about may stand in the address only: the village, the requests behind a need. Files are not kept
    from somebody who is not known: anybody could fill the store. Their names are, so that they can be chosen again.
    """
    submission_id = _as_id(request.POST.get(SUBMISSION))
    actor: Actor | None = getattr(request, "actor", None)
    if submission_id is None or actor is None:
        return None
    data = {**_typed(request, None), **_lost(request)}
    keep_draft(submission_id, form=_key(request), actor=actor, data=data)
    query = request.GET.copy()
    query["draft"] = str(submission_id)
    return f"{request.path}?{query.urlencode()}"


def _each(refusal: Refusal) -> Iterable[Refusal]:
    return refusal.faults if isinstance(refusal, Faults) else (refusal,)


def lost_files(request: HttpRequest) -> str:
    """The names of the files that a refused POST carried, as one line."""
    return gettext(", ").join(name for names in _lost(request).values() for name in names)


def _lost(request: HttpRequest) -> Draft:
    return {
        f"{field}{LOST_SUFFIX}": [(file.name or "")[:_NAME_MOST] for file in files]
        for field, files in request.FILES.lists()
    }


def _typed(request: HttpRequest, form: BaseForm | None) -> Draft:
    typed = {
        name: [str(value) for value in request.POST.getlist(name)]
        for name in request.POST
        if name != SUBMISSION and name not in _NEVER_KEPT and "password" not in name
    }
    for name, field in (form.fields if form else {}).items():
        if isinstance(field, KeptFilesField):
            typed[field.kept_name(name)] = [str(each.pk) for each in field.kept]
    return typed


def _key(request: HttpRequest) -> str:
    return request.path.removeprefix("/en")[:200]


def _as_id(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None
