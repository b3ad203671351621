"""Whose log is followed here, and how far."""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from duijie.apps.exchange.rules.sources import SourceState
from duijie.kernel.clock import now
from duijie.kernel.ids import new_id


class Source(models.Model):
    """A platform whose log is followed: another province's, or a unit's that reports to the ministry.

    `log_name` is what its keys call the log without the year (`log.example/620000`), `log_address` where the years lie
    (`https://host/log/620000/`; empty where files are carried), `keys` one verifier key a line for each year, `policy`
    the C2SP policy that says which witnesses count. `held_size` entries of `held_year` have become rows here;
    `division_path` is that of the office which follows. `witnesses` cosigned the state that was seen at `agreed_at`.

    For what is carried by hand: `given_size` entries of our own log of `given_year` went out with the last file for
    them, of `given_bytes`; `brought` says what the last file from them brought (`rules.carried.Brought`).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=60)
    province_code = models.CharField(max_length=12, db_collation="C")
    log_name = models.CharField(max_length=200)
    log_address = models.CharField(max_length=200, blank=True)
    site_address = models.CharField(max_length=200)
    keys = models.TextField()
    policy = models.TextField(blank=True)
    division_path = models.CharField(max_length=80, db_collation="C")
    state = models.CharField(max_length=12, default=SourceState.WAITING.value)
    state_since = models.DateTimeField(default=now)
    sentence = models.TextField(blank=True)
    held_year = models.PositiveSmallIntegerField(null=True)
    held_size = models.BigIntegerField(default=0)
    witnesses = models.PositiveSmallIntegerField(default=0)
    looked_at = models.DateTimeField(null=True)
    agreed_at = models.DateTimeField(null=True)
    given_year = models.PositiveSmallIntegerField(null=True)
    given_size = models.BigIntegerField(default=0)
    given_bytes = models.BigIntegerField(default=0)
    given_at = models.DateTimeField(null=True)
    brought = models.JSONField(null=True)
    added_at = models.DateTimeField(default=now)
    added_by_label = models.CharField(max_length=120, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(state__in=list(SourceState)), name="source_state_known"),
            UniqueConstraint(fields=["log_name"], condition=Q(ended_at__isnull=True), name="source_of_a_log_once"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def number(self) -> str:
        """What the audit entry calls it."""
        return self.province_code

    @property
    def is_held_back(self) -> bool:
        """Whether it is followed no further until somebody has looked at the evidence."""
        return self.state == SourceState.CONTRADICTS
