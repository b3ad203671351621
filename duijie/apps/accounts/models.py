"""Accounts, and the codes with which villagers sign in."""

from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from duijie.kernel.access.actors import ASSIGNABLE, OFFICIALS, ORGANIZATION_ROLES, Role
from duijie.kernel.clock import now
from duijie.kernel.ids import new_id
from duijie.kernel.privacy.fields import EncryptedTextField

_KNOWN = sorted(role.value for role in ASSIGNABLE)
_OFFICES = sorted(role.value for role in OFFICIALS)
_ORGANIZATIONS = sorted(role.value for role in ORGANIZATION_ROLES)


class Account(AbstractBaseUser):
    """Somebody who signs in. `label` is what histories show: an office and a seat, never a villager's name.

    Officials and organizations' staff have a user name; villagers have their phone, which is unique among them only:
    a village cadre may also be a villager. The division and the organization are texts and ids, not foreign keys,
    as both live on this tier or above.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    username = models.CharField(max_length=60, unique=True, null=True, blank=True)
    phone = EncryptedTextField(null=True, blank=True)
    phone_digest = models.CharField(max_length=64, blank=True)
    email = EncryptedTextField(null=True, blank=True)
    role = models.CharField(max_length=30)
    label = models.CharField(max_length=120)
    division_code = models.CharField(max_length=12, blank=True, db_collation="C")
    division_path = models.CharField(max_length=80, blank=True, db_collation="C")
    division_name = models.CharField(max_length=120, blank=True)
    organization_id = models.UUIDField(null=True, blank=True)
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)
    prefers_elder = models.BooleanField(default=False)
    prefers_language = models.CharField(max_length=10, blank=True)
    created_at = models.DateTimeField(default=now, editable=False)

    USERNAME_FIELD = "username"

    class Meta:
        indexes = [
            models.Index(fields=["division_path", "role"], name="account_division"),
            models.Index(fields=["organization_id"], name="account_organization"),
        ]
        constraints = [
            CheckConstraint(condition=Q(role__in=_KNOWN), name="account_role_known"),
            CheckConstraint(
                condition=Q(role__in=_ORGANIZATIONS, organization_id__isnull=False)
                | (~Q(role__in=_ORGANIZATIONS) & Q(organization_id__isnull=True)),
                name="account_organization_by_role",
            ),
            CheckConstraint(
                condition=~Q(role__in=_OFFICES) | Q(division_path__startswith="/"), name="account_office_has_division"
            ),
            CheckConstraint(condition=Q(division_path="") | Q(division_path__endswith="/"), name="account_path_closed"),
            CheckConstraint(
                condition=(Q(role=Role.VILLAGER.value) & ~Q(phone_digest=""))
                | (~Q(role=Role.VILLAGER.value) & Q(username__isnull=False)),
                name="account_can_sign_in",
            ),
            UniqueConstraint(
                fields=["phone_digest"], condition=Q(role=Role.VILLAGER.value), name="account_villager_phone"
            ),
        ]

    def __str__(self) -> str:
        return self.label


class SavedFilter(models.Model):
    """How somebody narrows a list again and again: `query` as it stands in the address of a `page`."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="saved_filters")
    page = models.CharField(max_length=40)
    name = models.CharField(max_length=30)
    query = models.CharField(max_length=300)
    created_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        constraints = [UniqueConstraint(fields=["account", "page", "name"], name="saved_filter_named_once")]

    def __str__(self) -> str:
        return self.name


class SignInCode(models.Model):
    """A code sent to a phone, kept as a keyed digest; only the newest of a phone counts."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    phone_digest = models.CharField(max_length=64)
    code_digest = models.CharField(max_length=64)
    device = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(default=now, editable=False)
    expires_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["phone_digest", "created_at"], name="sign_in_code_phone"),
            models.Index(fields=["device", "created_at"], name="sign_in_code_device"),
        ]

    def __str__(self) -> str:
        return f"code of {self.created_at:%Y-%m-%d %H:%M}"
