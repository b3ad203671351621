"""Django's door to the accounts: the two ways of signing in, and the account of a session."""

from uuid import UUID

from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest

from duijie.apps.accounts.models import Account
from duijie.apps.accounts.selectors import active_account
from duijie.apps.accounts.services import sign_in_with_code, sign_in_with_password
from duijie.kernel.access.actors import VISITOR, Actor
from duijie.kernel.errors import RuleBroken


class AccountBackend(BaseBackend):
    """User name with password, or phone with code; failures are counted, refusals are None as Django expects."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        phone: str | None = None,
        code: str | None = None,
    ) -> Account | None:
        """The account that these open, or None."""
        actor: Actor = getattr(request, "actor", VISITOR)
        try:
            if phone is not None and code is not None:
                return sign_in_with_code(actor=actor, phone=phone, code=code)
            if username is not None and password is not None:
                return sign_in_with_password(actor=actor, username=username, password=password)
        except RuleBroken:
            return None
        return None

    def get_user(self, user_id: UUID) -> Account | None:  # type: ignore[override]  # Django's stubs know only int
        """The account of a session, while it is active."""
        return active_account(user_id)
