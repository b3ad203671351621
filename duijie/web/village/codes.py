"""Pages that ask for a code: it is sent by POST only, tried a few times only, and stands in no address and no log."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from duijie.kernel.access.actors import Role
from duijie.kernel.codes import CodeKind, kind_of
from duijie.kernel.errors import NotFound, Refusal, mark
from duijie.web.frame.forms import keep_draft_of, show_refusal
from duijie.web.frame.policies import ActorRequest

CODE_MOST = 60
NOTHING_HERE = mark("There is nothing here that you may see.")


class CodeForm(forms.Form):
    """A code as it stands on a slip; spaces, hyphens and small letters do not matter."""

    code = forms.CharField(
        max_length=CODE_MOST,
        widget=forms.TextInput(
            {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "class": "w-code"}
        ),
    )

    def __init__(self, *args: Any, label: str, help_text: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label, self.fields["code"].help_text = label, help_text


@method_decorator([never_cache, sensitive_post_parameters()], name="dispatch")
class CodePage(View):
    """Ask for a code and open what it opens.

    A page gives its `template_name`, the kind that belongs elsewhere, its words, and `opened`.
    """

    template_name = ""
    other_kind: CodeKind
    request: ActorRequest

    def opened(self, code: str) -> str:
        """Try the code and return the address of what it opens.

        Raises:
            Refusal: it is none, or there were too many tries.
        """
        raise NotImplementedError

    def words(self) -> dict[str, str]:
        """The question and its hint."""
        raise NotImplementedError

    def get(self, request: HttpRequest) -> HttpResponse:
        """Ask."""
        return self._page(CodeForm(**self.words()), request.GET.get("next", ""), status=200)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Open, or say what is wrong with the code beside it."""
        form, there = CodeForm(request.POST, **self.words()), request.POST.get("next", "")
        if form.is_valid():
            try:
                page = self.opened(form.cleaned_data["code"])
            except Refusal as fault:
                show_refusal(form, fault)
            else:
                return HttpResponseRedirect(there if there.startswith(page) else page)
        return self._page(form, there, status=422)

    def _page(self, form: CodeForm, there: str, *, status: int) -> HttpResponse:
        typed = str(form.data.get("code", ""))[:CODE_MOST] if form.is_bound else ""
        context = {
            "form": form,
            "next": there,
            "is_other_code": bool(typed) and kind_of(typed) is self.other_kind,
            "has_ended": "ended" in self.request.GET,
        }
        return render(self.request, self.template_name, context, status=status)


def ask_for_code(request: ActorRequest, name: str) -> HttpResponse:
    """Ask a visitor for the code (again) on the page of this name, keeping what he typed; others see nothing here.

    Whether the row exists is not told to anybody.

    Raises:
        NotFound: who asks is signed in, and this is not his.
    """
    if request.actor.role is not Role.VISITOR:
        raise NotFound(NOTHING_HERE)
    here = (keep_draft_of(request) if request.method == "POST" else None) or request.get_full_path()
    return HttpResponseRedirect(f"{reverse(name)}?{urlencode({'ended': '1', 'next': here})}")
