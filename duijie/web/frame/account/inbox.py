"""The inbox: what happened, in one's own language, each line leading to its page."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from duijie.apps.notices.selectors import inbox, notice_of
from duijie.apps.notices.services import mark_all_read, mark_read
from duijie.kernel.errors import NotFound, mark
from duijie.web.frame.account.paging import page_of
from duijie.web.frame.policies import ActorRequest, signed_in


@signed_in
@never_cache
@require_safe
def show_inbox(request: ActorRequest) -> HttpResponse:
    """The notices, newest first, unread ones marked in words."""
    notices, paging = page_of(inbox(request.actor), request.GET)
    lines = [(each, gettext(each.message) % each.params) for each in notices]
    has_unread = any(each.read_at is None for each in notices)
    return render(request, "frame/account/inbox.html", {"lines": lines, "paging": paging, "has_unread": has_unread})


@signed_in
@never_cache
@require_safe
def open_notice(request: ActorRequest, notice_id: UUID) -> HttpResponse:
    """Note that it was read, and go where it leads."""
    notice = notice_of(request.actor, notice_id)
    if notice is None:
        raise NotFound(mark("There is nothing here that you may see."))
    mark_read(actor=request.actor, notice=notice)
    return HttpResponseRedirect(notice.link)


@signed_in
@require_POST
def read_all(request: ActorRequest) -> HttpResponse:
    """Note that all were read."""
    mark_all_read(actor=request.actor)
    return redirect("frame:inbox")
