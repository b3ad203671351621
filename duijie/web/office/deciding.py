"""Several needs decided with one opinion: the bulk act of a county with a long list."""

from typing import Any

from django.forms import CheckboxSelectMultiple, Form, MultipleChoiceField
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duijie.apps.needs.models import Need
from duijie.apps.needs.rules.needs import DECIDERS
from duijie.apps.needs.rules.vocabulary import POLICY_COVER_LABELS
from duijie.apps.needs.selectors.queue import needs_to_decide
from duijie.apps.needs.services.decisions import decide_together
from duijie.web.frame.fields import TextField
from duijie.web.frame.formats import quantity
from duijie.web.frame.forms import FormPage
from duijie.web.frame.policies import for_roles

SHOWN = 100


class DecideForm(Form):
    """Which needs, and what the office says of all of them."""

    needs = MultipleChoiceField(label=gettext_lazy("Which needs?"), widget=CheckboxSelectMultiple)
    opinion = TextField(label=gettext_lazy("Opinion on all of them"), limit=300, rows=3)

    def __init__(self, *args: Any, waiting: list[Need], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["needs"].choices = [(need.number, _line(need)) for need in waiting]  # type: ignore[attr-defined]


class DecideTogether(FormPage):
    """What waits for the actor's decision, the most urgent first."""

    form_class = DecideForm
    template_name = "office/deciding.html"

    def prepare(self) -> None:
        """The needs that wait for this office."""
        self.waiting = list(needs_to_decide(self.actor)[:SHOWN])

    def form_arguments(self) -> dict[str, Any]:
        """Those needs as choices."""
        return {"waiting": self.waiting}

    def perform(self, form: DecideForm) -> str:
        """Verify or publish, each as its step asks."""
        chosen = set(form.cleaned_data["needs"])
        needs = [need for need in self.waiting if need.number in chosen]
        decide_together(actor=self.actor, needs=needs, opinion=form.cleaned_data["opinion"])
        return reverse("office:queue")

    def context(self) -> dict[str, Any]:
        """Words."""
        return {
            "title": _("Decide on several needs"),
            "button": _("Decide on the chosen needs"),
            "back": reverse("office:queue"),
            "waiting": self.waiting,
        }


def _line(need: Need) -> str:
    cover = _(POLICY_COVER_LABELS[need.policy_cover]) if need.policy_checked_at else _("policy cover not stated yet")
    act = _("Publish in the library") if need.is_last_step else _("Verified, pass on")
    parts = (need.division_name, quantity(need.quantity, need.unit), cover, act)
    return f"{need.title}（{'，'.join(parts)}）"


urlpatterns = [path("needs/deciding/", for_roles(*DECIDERS)(DecideTogether.as_view()), name="deciding")]
