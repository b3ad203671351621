"""Django's door to the accounts: the two ways of signing in, and the account of a session."""

from typing import Any
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

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> Account | None:
        """The account that `username` and `password`, or `phone` and `code`, open; else None."""
        actor: Actor = getattr(request, "actor", VISITOR)
        try:
            match credentials:
                case {"phone": str(phone), "code": str(code)}:
                    return sign_in_with_code(actor=actor, phone=phone, code=code)
                case {"username": str(username), "password": str(password)}:
                    return sign_in_with_password(actor=actor, username=username, password=password)
        except RuleBroken:
            return None
        return None

    def get_user(self, user_id: UUID) -> Account | None:
        """The account of a session, while it is active."""
        return active_account(user_id)
