"""Cases with a source."""

from urllib.parse import urlsplit

from django.db import models

from duijie.apps.publications.rules import CaseKind, SourceQuality, TextBasis
from duijie.kernel.ids import new_id


class CaseStudy(models.Model):
    """A need or a piece of help that somebody else has published; names of organizations are text, not accounts.

    `organization` gave the help (of a need: is said to have answered it). `division_path` is as deep as the words of
    the source are certain, empty when they name no place or several provinces.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=8)
    title = models.CharField(max_length=120)
    text = models.TextField()
    organization = models.CharField(max_length=200, blank=True)
    organization_kind = models.CharField(max_length=30, blank=True)
    province = models.CharField(max_length=30, blank=True)
    county = models.CharField(max_length=120, blank=True)
    place = models.CharField(max_length=120, blank=True)
    division_code = models.CharField(max_length=12, blank=True, db_collation="C")
    division_path = models.CharField(max_length=80, blank=True, db_collation="C")
    field = models.CharField(max_length=20, blank=True)
    subfield = models.CharField(max_length=30, blank=True)
    beneficiaries = models.CharField(max_length=120, blank=True)
    amount_fen = models.BigIntegerField(null=True)
    amount_text = models.CharField(max_length=120, blank=True)
    year = models.PositiveSmallIntegerField(null=True)
    report_kind = models.CharField(max_length=40, blank=True)
    text_basis = models.CharField(max_length=30, blank=True)
    source_url = models.URLField(max_length=500)
    source_quality = models.CharField(max_length=12)
    answers = models.ManyToManyField("self", symmetrical=False, related_name="answered_by", blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=list(CaseKind)), name="casestudy_kind_known"),
            models.CheckConstraint(
                condition=models.Q(source_quality__in=list(SourceQuality)) & ~models.Q(source_url=""),
                name="casestudy_has_a_source",
            ),
            models.CheckConstraint(
                condition=models.Q(text_basis__in=["", *TextBasis]), name="casestudy_text_basis_known"
            ),
        ]
        indexes = [
            models.Index(fields=["kind", "field", "subfield"], name="casestudy_field"),
            models.Index(fields=["division_path"], name="casestudy_division"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def source_host(self) -> str:
        """The web address's host, to be shown as the name of the link."""
        return (urlsplit(self.source_url).hostname or "").removeprefix("www.")

    @property
    def is_inferred(self) -> bool:
        """Whether the need was read out of what was given; pages say so."""
        return self.text_basis == TextBasis.INFERRED
