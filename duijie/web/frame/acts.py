"""Every event of every lifecycle is a button and a page: both come from the lifecycle's table."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.forms import BaseForm, Form
from django.utils.translation import gettext

from duijie.kernel.access.actors import Actor
from duijie.kernel.errors import Conflict, NotAllowed, NotFound, mark
from duijie.kernel.lifecycle.tables import Lifecycle, Transition
from duijie.web.frame.forms import FormPage


@dataclass(frozen=True)
class Act:
    """How a page causes an event: the form that asks for what is required, and the service.

    `perform(actor, row, cleaned_data)`; `help_text` is a message id shown above the form.
    """

    perform: Callable[[Actor, Any, Mapping[str, Any]], object]
    form: type[BaseForm] = Form
    help_text: str = ""


@dataclass(frozen=True)
class Button:
    """An act that the actor may do now."""

    event: str
    label: str
    address: str


def buttons(
    lifecycle: Lifecycle, acts: Mapping[str, Act], actor: Actor, row: Model, address: Callable[[str], str]
) -> tuple[Button, ...]:
    """The buttons of a row's page for this actor, in the order of the table."""
    return tuple(
        Button(each.event, gettext(each.label), address(each.event))
        for each in lifecycle.available(actor, row)
        if each.event in acts
    )


class ActPage(FormPage):
    """The page of one event on one row: `…/<number>/<event>/`."""

    lifecycle: Lifecycle
    acts: Mapping[str, Act]
    template_name = "frame/act.html"
    row: Any
    transition: Transition

    def load(self, number: str) -> Model | None:
        """The row of this public number if the actor may see it, else None."""
        raise NotImplementedError

    def address_of(self, row: Any) -> str:
        """Where to go afterwards: the row's own page."""
        raise NotImplementedError

    def prepare(self) -> None:
        """Load the row and check that the event is open to the actor."""
        event = self.kwargs["event"]
        if event not in self.acts:
            raise NotFound(mark("There is no such act."))
        row = self.load(self.kwargs["number"])
        if row is None:
            raise NotFound(mark("There is nothing here that you may see."))
        self.row, self.transition = row, self.lifecycle.transition(event)
        if self.transition in self.lifecycle.available(self.actor, row):
            return
        if row.state not in self.transition.sources:  # type: ignore[attr-defined]
            raise Conflict(mark("This has moved on meanwhile; please look at its present state."))
        raise NotAllowed

    @property
    def act(self) -> Act:
        """The act that this page performs."""
        return self.acts[self.kwargs["event"]]

    @property
    def form_class(self) -> type[BaseForm]:  # type: ignore[override]
        """The act's own form."""
        return self.act.form

    def perform(self, form: Any) -> str:
        """Call the act's service."""
        self.act.perform(self.actor, self.row, form.cleaned_data)
        return self.address_of(self.row)

    def context(self) -> dict[str, Any]:
        """The row, the button's words and the way back."""
        return {
            "row": self.row,
            "title": gettext(self.transition.label),
            "button": gettext(self.transition.label),
            "help_text": gettext(self.act.help_text) if self.act.help_text else "",
            "back": self.address_of(self.row),
        }
