"""Upload fields that lose nothing: what was sent once is kept, whatever else is wrong with the form."""

from collections.abc import Sequence
from typing import Any, cast
from uuid import UUID

from django import forms
from django.utils.translation import gettext

from duijie.kernel.access.actors import VISITOR, Actor
from duijie.kernel.errors import RuleBroken
from duijie.kernel.files.models import StoredFile
from duijie.kernel.files.services import keep, kept_by

KEPT_SUFFIX, LOST_SUFFIX = "_kept", "_lost"


class KeptFilesInput(forms.ClearableFileInput):
    """A file input that also carries the ids of files which are kept already."""

    template_name = "frame/widgets/kept_files.html"
    allow_multiple_selected = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.kept: Sequence[StoredFile] = ()
        self.lost: Sequence[str] = ()

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """The new uploads, the ids kept before, and the names of files that came too late to be kept."""
        uploads = files.getlist(name) if hasattr(files, "getlist") else []
        ids, lost = (
            data.getlist(f"{name}{suffix}") if hasattr(data, "getlist") else [] for suffix in (KEPT_SUFFIX, LOST_SUFFIX)
        )
        return {"uploads": uploads, "kept": ids, "lost": lost}

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Whether neither a file nor a kept id came."""
        return name not in files and f"{name}{KEPT_SUFFIX}" not in data

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:  # noqa: ARG002
        """Give the template the kept files."""
        context = super().get_context(name, None, attrs)
        context["widget"].update(kept=self.kept, lost=gettext(", ").join(self.lost), kept_name=f"{name}{KEPT_SUFFIX}")
        return context


class KeptFilesField(forms.Field):
    """One or several files; its value is a list of `StoredFile`. `kind` is what they may be, `most` how many."""

    widget = KeptFilesInput

    def __init__(self, *, kind: str, policy: str, most: int = 9, **arguments: Any) -> None:
        super().__init__(**arguments)
        self.kind, self.policy, self.most = kind, policy, most
        self.actor: Actor = VISITOR
        if most == 1:
            self.input.allow_multiple_selected = False
        else:
            self.widget.attrs["multiple"] = True
        if kind == "photo":
            self.widget.attrs["accept"] = "image/*"

    @property
    def input(self) -> KeptFilesInput:
        """The widget, which shows what is kept."""
        return cast("KeptFilesInput", self.widget)

    @property
    def kept(self) -> Sequence[StoredFile]:
        """What is kept so far."""
        return self.input.kept

    def restore(self, ids: Sequence[str], lost: Sequence[str] = ()) -> None:
        """Show files that were kept with a draft, and name those that are to be chosen again."""
        self.input.kept = kept_by(self.actor, [UUID(each) for each in ids if _is_id(each)])
        self.input.lost = lost

    def kept_name(self, name: str) -> str:
        """The name under which kept ids travel with the form."""
        return f"{name}{KEPT_SUFFIX}"

    def clean(self, value: Any) -> list[StoredFile]:
        """Keep the new uploads, find the old ones; faults name the file."""
        found = list(kept_by(self.actor, [UUID(each) for each in value["kept"] if _is_id(each)]))
        faults: list[str] = []
        for upload in value["uploads"]:
            try:
                found.append(keep(upload, name=upload.name, kind=self.kind, actor=self.actor, policy=self.policy))
            except RuleBroken as fault:
                faults.append(f"{upload.name}: {gettext(fault.code) % fault.params}")
        if len(found) > self.most:
            faults.append(gettext("At most %(most)s files, please.") % {"most": self.most})
            found = found[: self.most]
        self.input.kept = found
        if faults:
            raise forms.ValidationError(faults)
        if self.required and not found:
            raise forms.ValidationError(gettext("Please add a file."))
        return found


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
