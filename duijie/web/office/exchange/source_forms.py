"""Following another province: add it with its keys, take in a new year's key, upload a carried file, end it."""

from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duijie.apps.exchange.models import Source
from duijie.apps.exchange.selectors.sources import source_of
from duijie.apps.exchange.services.carried import LARGEST, take_carried
from duijie.apps.exchange.services.sources import add_source, end_source, trust_keys
from duijie.kernel.errors import RuleBroken, mark
from duijie.web.frame.forms import FormPage

_LONGEST = 10_000


class KeysForm(forms.Form):
    """Whose signatures count."""

    keys = forms.CharField(
        label=gettext_lazy("Verifier keys of the record"),
        help_text=gettext_lazy(
            "One a line, one for each year. Get them in writing from the province, not from its site."
        ),
        max_length=_LONGEST,
        widget=forms.Textarea({"rows": 3, "spellcheck": "false", "autocomplete": "off"}),
    )
    policy = forms.CharField(
        label=gettext_lazy("Whose cosignatures count"),
        help_text=gettext_lazy("The policy of witnesses as the province gave it; empty when nobody cosigns."),
        max_length=_LONGEST,
        required=False,
        widget=forms.Textarea({"rows": 4, "spellcheck": "false", "autocomplete": "off"}),
    )


class SourceForm(KeysForm):
    """A source with its address."""

    name = forms.CharField(label=gettext_lazy("What is the province or city called?"), max_length=60)
    log_address = forms.CharField(
        label=gettext_lazy("Address of its record"),
        help_text=gettext_lazy(
            "For example https://duijie.example/log/620000/. It is tried at once. Empty when there is no network "
            "between you and files are carried."
        ),
        max_length=200,
        required=False,
        widget=forms.TextInput({"inputmode": "url", "spellcheck": "false", "autocomplete": "off"}),
    )
    site_address = forms.CharField(
        label=gettext_lazy("Address of its site"),
        help_text=gettext_lazy("Only if it is on another host than the record, or files are carried."),
        max_length=200,
        required=False,
        widget=forms.TextInput({"inputmode": "url", "spellcheck": "false", "autocomplete": "off"}),
    )
    field_order = ("name", "log_address", "site_address", "keys", "policy")


class CarriedForm(forms.Form):
    """A file that was carried here."""

    file = forms.FileField(
        label=gettext_lazy("The carried file"),
        help_text=gettext_lazy("As the other province packed it. It is checked like everything that comes by network."),
    )


class AddSource(FormPage):
    """Begin to follow."""

    form_class = SourceForm

    def perform(self, form: forms.Form) -> str:
        """Try the address and keep the source."""
        return _address(add_source(actor=self.actor, **form.cleaned_data))

    def context(self) -> dict[str, Any]:
        """Words."""
        return {
            "title": _("Follow another province"),
            "help_text": _("Its needs and offers then stand beside yours, marked with where they come from."),
            "button": _("Try it and follow"),
            "back": reverse("office:sources"),
        }


class OfSource(FormPage):
    """An act on a source that the actor keeps."""

    source: Source

    def prepare(self) -> None:
        """It must be the actor's."""
        self.source = source_of(self.actor, self.kwargs["source_id"])


class TrustKeys(OfSource):
    """Take in the key of a new year, or another policy."""

    form_class = KeysForm

    def form_arguments(self) -> dict[str, Any]:
        """What counts now."""
        return {"initial": {"keys": self.source.keys, "policy": self.source.policy}}

    def perform(self, form: forms.Form) -> str:
        """Let these count."""
        return _address(trust_keys(actor=self.actor, source=self.source, **form.cleaned_data))

    def context(self) -> dict[str, Any]:
        """Words."""
        return {
            "title": _("Keys of %(name)s") % {"name": self.source.name},
            "help_text": _("Each year has a key of its own: add the new one below the old."),
            "button": _("Save"),
            "back": _address(self.source),
        }


class CarryFile(OfSource):
    """Follow from a file."""

    form_class = CarriedForm

    def perform(self, form: forms.Form) -> str:
        """Judge it and take what is new; how it stands then is said on the page of the source."""
        file = form.cleaned_data["file"]
        if file.size > LARGEST:
            raise RuleBroken(mark("The file is larger than %(most)s MB."), field="file", most=LARGEST // 2**20)
        with NamedTemporaryFile(suffix=".zip") as kept:
            for chunk in file.chunks():
                kept.write(chunk)
            kept.flush()
            take_carried(actor=self.actor, source=self.source, file=Path(kept.name))
        return _address(self.source)

    def context(self) -> dict[str, Any]:
        """Words."""
        return {
            "title": _("Upload a carried file of %(name)s") % {"name": self.source.name},
            "button": _("Check it and take it in"),
            "back": _address(self.source),
        }


class EndSource(OfSource):
    """Follow no more."""

    form_class = forms.Form
    template_name = "frame/act.html"

    def perform(self, form: forms.Form) -> str:  # noqa: ARG002
        """End it."""
        end_source(actor=self.actor, source=self.source)
        return reverse("office:sources")

    def context(self) -> dict[str, Any]:
        """What follows from it."""
        return {
            "title": _("Follow %(name)s no more?") % {"name": self.source.name},
            "help_text": _("Its needs and offers leave the lists here. What was checked stays kept."),
            "button": _("Follow no more"),
            "back": _address(self.source),
        }


def _address(source: Source) -> str:
    return reverse("office:source", args=[source.pk])
