"""Addresses of the pages about oneself; they belong to `frame`."""

from django.conf import settings
from django.urls import path

from duijie.apps.accounts.rules import MANAGERS
from duijie.web.frame.account import choosing, inbox, making, messages, own, people, signing_in, told
from duijie.web.frame.policies import for_roles, signed_in

for_managers = for_roles(*sorted(MANAGERS))

urlpatterns = [
    path("sign-in/", signing_in.sign_in, name="sign-in"),
    path("sign-in/code/", signing_in.sign_in_code, name="sign-in-code"),
    path("sign-out/", signing_in.sign_out, name="sign-out"),
    path("inbox/", inbox.show_inbox, name="inbox"),
    path("inbox/read/", inbox.read_all, name="inbox-read"),
    path("inbox/<uuid:notice_id>/", inbox.open_notice, name="notice"),
    path("account/", own.show_account, name="account"),
    path("account/password/", signed_in(own.PasswordPage.as_view()), name="password"),
    path("account/preferences/", signed_in(own.PreferencesPage.as_view()), name="preferences"),
    path("account/told/", told.show_told, name="told"),
    path("account/notices/", signed_in(choosing.WaysPage.as_view()), name="notice-ways"),
    path("account/notices/wechat/", choosing.begin_wechat, name="wechat"),
    path("account/notices/wechat/back/", choosing.end_wechat, name="wechat-back"),
    path("accounts/", people.list_accounts, name="people"),
    path("accounts/new/", making.choose_role, name="new-person-role"),
    path("accounts/new/<str:role>/", for_managers(making.NewPersonPage.as_view()), name="new-person"),
    path("accounts/<uuid:account_id>/", people.show_person, name="person"),
    path(
        "accounts/<uuid:account_id>/password/", for_managers(people.FirstPasswordPage.as_view()), name="person-password"
    ),
    path("accounts/<uuid:account_id>/close/", for_managers(people.ClosePage.as_view()), name="person-close"),
    path("accounts/<uuid:account_id>/open/", for_managers(people.OpenPage.as_view()), name="person-open"),
]
if settings.ENVIRONMENT.demo:
    urlpatterns.append(path("messages/", messages.show_messages, name="messages"))
