"""查进度: open one's request by its 查询码; who has shown it may read and act for a quarter of an hour."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from duijie.apps.needs.models import Request
from duijie.apps.needs.rules.requests import SEE
from duijie.apps.needs.services.follow import find_by_code, holder_of
from duijie.kernel.access.actors import Actor
from duijie.kernel.access.checks import can
from duijie.kernel.codes import CodeKind
from duijie.web.frame.policies import open_to_all
from duijie.web.village.codes import CodePage
from duijie.web.village.holding import REQUEST, hold, is_held, let_go
from duijie.web.village.limits import count_code_try


class FollowPage(CodePage):
    """Ask for the 查询码."""

    template_name = "village/follow.html"
    other_kind = CodeKind.CONFIRM

    def words(self) -> dict[str, str]:
        """The question and its hint."""
        hint = _("12 letters and digits, on your slip or where you wrote it down.")
        return {"label": _("Your enquiry code"), "help_text": hint}

    def opened(self, code: str) -> str:
        """The page of the request; the phone's own tries are counted by `find_by_code`."""
        count_code_try(self.request)
        row = find_by_code(actor=self.request.actor, code=code).request
        hold(self.request, REQUEST, row.number)
        return address(row)


@open_to_all
@require_POST
def close(request: HttpRequest) -> HttpResponse:
    """Forget the codes that were shown, on a phone that others use too."""
    let_go(request)
    return HttpResponseRedirect(reverse("village:home"))


def request_row(number: str) -> Request | None:
    """The request of a number, whoever may see it."""
    return Request.objects.select_related("need").filter(number=number.upper()[:20]).first()


def seen_as(request: HttpRequest, row: Request, actor: Actor) -> Actor | None:
    """As whom somebody sees a request: as the holder of its code, or by his account; None if he does not."""
    if is_held(request, REQUEST, row.number):
        return holder_of(row, actor)
    return actor if can(actor, SEE, row) else None


def address(row: Request) -> str:
    """The page on which a request is followed."""
    return reverse("village:request-page", args=[row.number])


urlpatterns = [
    path("follow/", open_to_all(FollowPage.as_view()), name="follow"),
    path("close/", close, name="close"),
]
