"""有意向 for needs of other provinces: say it, and see what became of it."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duijie.apps.exchange.models import FollowedNeed
from duijie.apps.exchange.selectors.libraries import followed_need
from duijie.apps.exchange.selectors.pledges import sent_pledges
from duijie.apps.exchange.services.pledging import send_pledge
from duijie.kernel.access.actors import Role
from duijie.web.frame.formats import datetime_local, quantity
from duijie.web.frame.forms import FormPage
from duijie.web.frame.parts import Column, Fact, Link, State, Table
from duijie.web.frame.policies import ActorRequest, for_organizations, for_roles
from duijie.web.organization.project_forms import QuantityField
from duijie.web.public.pledging import in_words

SHOWN = 100


class PledgeForm(forms.Form):
    """How much of a need elsewhere."""

    quantity = QuantityField(label=gettext_lazy("How much could you take on?"))

    def __init__(self, *args: Any, asked: str = "", **arguments: Any) -> None:
        super().__init__(*args, **arguments)
        self.fields["quantity"].help_text = _("Asked in all: %(asked)s. A part is welcome too.") % {"asked": asked}


class SendPledge(FormPage):
    """Say 有意向 for a need of another province."""

    form_class = PledgeForm
    template_name = "organization/act.html"
    need: FollowedNeed

    def prepare(self) -> None:
        """It must stand in the library."""
        self.need = followed_need(self.kwargs["need_id"])

    def form_arguments(self) -> dict[str, Any]:
        """What is asked."""
        return {"asked": quantity(self.need.quantity, self.need.unit)}

    def perform(self, form: forms.Form) -> str:
        """Send it; its way and the answer are told on the need's own page."""
        send_pledge(actor=self.actor, need=self.need, quantity=form.cleaned_data["quantity"])
        return _page_of(self.need)

    def context(self) -> dict[str, Any]:
        """What goes across, and that it binds to nothing."""
        help_text = _(
            "It goes to the office of the need, signed by this platform: your name, registration and office telephone, "
            "and how much. It binds you to nothing yet and is not public."
        )
        if not self.need.source.log_address:
            help_text += _(" No network leads there: it goes with the next carried file.")
        return {
            "title": _("We are interested in this need"),
            "button": _("Send it there"),
            "help_text": help_text,
            "facts": [
                Fact(_("Need"), self.need.title),
                Fact(_("From where"), self.need.source.name),
                Fact(_("Asked"), quantity(self.need.quantity, self.need.unit)),
            ],
            "back": _page_of(self.need),
        }


@for_organizations
def pledge_list(request: ActorRequest) -> HttpResponse:
    """What we have offered to other provinces, newest first."""
    rows = []
    for each in sent_pledges(request.actor)[:SHOWN]:
        words = in_words(each)
        title = each.need.title or each.need.number or each.number
        named = title if each.need.erased_at or each.need.source.ended_at else Link(title, _page_of(each.need))
        rows.append(
            [named, each.need.source.name, words.amount, State(words.state), words.note, datetime_local(each.sent_at)]
        )
    columns = [
        Column(_("Need")),
        Column(_("From where")),
        Column(_("Quantity"), numeric=True),
        Column(_("State")),
        Column(_("What follows")),
        Column(_("Sent")),
    ]
    title = _("Our pledges to other provinces")
    return render(request, "organization/pledges.html", {"title": title, "table": Table(title, columns, rows)})


def _page_of(need: FollowedNeed) -> str:
    return reverse("public:followed-need", args=[need.pk])


urlpatterns = [
    path("pledges/", pledge_list, name="pledges"),
    path("pledges/<uuid:need_id>/", for_roles(Role.ORGANIZATION_MANAGER)(SendPledge.as_view()), name="pledge"),
]
