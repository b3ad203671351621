"""怎样通知我: by which ways and how often somebody is told; only ways that are set up are offered."""

import secrets
from typing import Any

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from duijie.apps.accounts.models import Account
from duijie.apps.notices.rules import Means, Rhythm
from duijie.apps.notices.selectors import choice_of
from duijie.apps.notices.services import choose_ways, connect_wechat
from duijie.kernel.access.actors import Role
from duijie.kernel.errors import NotFound, RuleBroken, mark
from duijie.kernel.gateways.protocols import SendingFailed
from duijie.kernel.gateways.selection import wechat
from duijie.web.frame.account.own import account_of
from duijie.web.frame.account.told import MEANS_LABELS
from duijie.web.frame.formats import masked
from duijie.web.frame.forms import FormPage
from duijie.web.frame.policies import ActorRequest, signed_in

_STATE = "wechat_state"
RHYTHMS = (
    (Rhythm.AT_ONCE.value, _("At once")),
    (Rhythm.DAILY.value, _("Collected, every morning at eight")),
    (Rhythm.WEEKLY.value, _("Collected, every Monday at eight")),
)


class WaysForm(forms.Form):
    ways = forms.MultipleChoiceField(
        label=_("By which ways do you want to be told, beside the messages on this site?"),
        help_text=_("Only that there is news is written there, and its number; never what it is about."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    rhythm = forms.ChoiceField(
        label=_("How often?"),
        help_text=_("What needs your answer within a time limit is always told at once."),
        choices=RHYTHMS,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, offered: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ways"].choices = offered  # type: ignore[attr-defined]
        if not offered:
            del self.fields["ways"]


class WaysPage(FormPage):
    """Choose by which ways and how often; what waits already follows."""

    form_class = WaysForm
    template_name = "frame/account/ways.html"

    def form_arguments(self) -> dict[str, Any]:
        """What is chosen now, among what is set up."""
        choice = choice_of(self.actor)
        offered = _offered(account_of(self.actor), is_connected=choice.wechat_id is not None)
        chosen = [each for each, _label in offered if getattr(choice, each)]
        return {"initial": {"ways": chosen, "rhythm": choice.rhythm}, "offered": offered}

    def perform(self, form: WaysForm) -> str:
        """Keep the choice."""
        given = form.cleaned_data
        choose_ways(
            actor=self.actor, ways={Means(each) for each in given.get("ways", ())}, rhythm=Rhythm(given["rhythm"])
        )
        return reverse("frame:notice-ways") + "?changed=1"

    def context(self) -> dict[str, Any]:
        """Which ways could be set up, and the way back."""
        account, choice = account_of(self.actor), choice_of(self.actor)
        return {
            "back": reverse("frame:account"),
            "was_changed": "changed" in self.request.GET,
            "may_connect": wechat() is not None and choice.wechat_id is None,
            "may_add_mail": account.role != Role.VILLAGER and not account.email,
        }


def _offered(account: Account, *, is_connected: bool) -> list[tuple[str, str]]:
    """The ways that reach this account, each with where it goes."""
    known = {
        Means.SMS: masked((account.phone or "").removeprefix("+86")) if account.phone else "",
        Means.EMAIL: account.email or "",
        Means.WECHAT: gettext("connected") if is_connected and wechat() is not None else "",
    }
    words = gettext("%(way)s (%(where)s)")
    return [
        (means.value, words % {"way": gettext(MEANS_LABELS[means]), "where": where})
        for means, where in known.items()
        if where
    ]


@signed_in
@never_cache
@require_safe
def begin_wechat(request: ActorRequest) -> HttpResponse:
    """Go where one agrees to be told by the official account."""
    account = wechat()
    if account is None:
        raise NotFound(mark("This site has no official account of WeChat."))
    state = request.session[_STATE] = secrets.token_urlsafe(16)
    back = request.build_absolute_uri(reverse("frame:wechat-back"))
    return HttpResponseRedirect(account.connecting_address(back=back, state=state))


@signed_in
@never_cache
@require_safe
def end_wechat(request: ActorRequest) -> HttpResponse:
    """Come back from there; only who left from here a moment ago is connected."""
    account, state = wechat(), request.session.pop(_STATE, "")
    if account is None or not state or not secrets.compare_digest(state, request.GET.get("state", "")):
        raise NotFound(mark("The connection with WeChat was not begun here. Please begin once more."))
    try:
        openid = account.openid_of(request.GET.get("code", ""))
    except SendingFailed:
        raise RuleBroken(mark("WeChat did not confirm the connection. Please try again later.")) from None
    connect_wechat(actor=request.actor, openid=openid)
    return redirect(reverse("frame:notice-ways") + "?changed=1")
