"""What happens to accounts: made and looked after by offices, kept by their owners, opened by signing in."""

from duijie.apps.accounts.services.filters import drop_filter, save_filter
from duijie.apps.accounts.services.keeping import (
    activate_account,
    change_password,
    create_account,
    deactivate_account,
    set_password,
    set_preferences,
)
from duijie.apps.accounts.services.signing_in import (
    forget_old_attempts,
    send_sign_in_code,
    sign_in_with_code,
    sign_in_with_password,
    villager_of,
)

__all__ = [
    "activate_account",
    "change_password",
    "create_account",
    "deactivate_account",
    "drop_filter",
    "forget_old_attempts",
    "save_filter",
    "send_sign_in_code",
    "set_password",
    "set_preferences",
    "sign_in_with_code",
    "sign_in_with_password",
    "villager_of",
]
