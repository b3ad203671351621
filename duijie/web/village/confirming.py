"""确认收到 / 有问题: open a delivery by the 确认码 that only the receiving person was given."""

from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.translation import gettext as _

from duijie.apps.projects.models import Project
from duijie.apps.projects.rules import SEE
from duijie.apps.projects.services.codes import holder_of
from duijie.kernel.access.actors import Actor, Role
from duijie.kernel.access.checks import can
from duijie.kernel.codes import CodeKind, kind_of
from duijie.kernel.errors import RuleBroken, mark
from duijie.web.frame.policies import open_to_all
from duijie.web.village.codes import CodePage
from duijie.web.village.holding import DELIVERY, hold, is_held
from duijie.web.village.limits import count_code_try, count_device_try

HOLDER_LABEL = "holder of the code"
_ENQUIRY_CODE = mark("This is an enquiry code. Please type it where you see how it stands.")


class ConfirmPage(CodePage):
    """Ask for the 确认码."""

    template_name = "village/confirm.html"
    other_kind = CodeKind.FOLLOW

    def words(self) -> dict[str, str]:
        """The question and its hint."""
        hint = _("12 letters and digits, in the message on your phone or in the sealed slip.")
        return {"label": _("Your confirmation code"), "help_text": hint}

    def opened(self, code: str) -> str:
        """The page of the delivery; a mistyped code is told by its check characters and counts as no try."""
        kind = kind_of(code)
        if kind is CodeKind.FOLLOW:
            raise RuleBroken(_ENQUIRY_CODE, field="code")
        if kind is CodeKind.CONFIRM:
            count_code_try(self.request)
            count_device_try(self.request.actor)
        project, _holder = holder_of(self.request.actor, code)
        hold(self.request, DELIVERY, _held_as(project))
        return address(project)


def project_row(number: str) -> Project | None:
    """The project of a number, whoever may see it."""
    return Project.objects.select_related("need", "organization").filter(number=number.upper()[:20]).first()


def seen_as(request: HttpRequest, project: Project, actor: Actor) -> Actor | None:
    """As whom somebody sees a delivery: as the holder of its code, or as the villager who receives it."""
    if is_held(request, DELIVERY, _held_as(project)):
        return Actor(
            id=project.holder_id, role=Role.HOLDER, label=HOLDER_LABEL, channel=actor.channel, device=actor.device
        )
    return actor if actor.role is Role.VILLAGER and can(actor, SEE, project) else None


def address(project: Project) -> str:
    """The page on which a delivery is confirmed."""
    return reverse("village:delivery", args=[project.number])


def _held_as(project: Project) -> str:
    """A code that was replaced by a new one opens nothing more."""
    return f"{project.number}:{project.code_digest[:16]}"


urlpatterns = [path("confirm/", open_to_all(ConfirmPage.as_view()), name="confirm")]
