"""What a sourced case may say, and which sources may be shown. Plain Python."""

from enum import StrEnum

from duijie.kernel.errors import mark


class CaseKind(StrEnum):
    """Whether the source speaks of what was needed or of what was given."""

    NEED = "need"
    OFFER = "offer"


class SourceQuality(StrEnum):
    """Who published it; copies and posts of unknown hands are not shown at all."""

    OFFICIAL = "official"
    ORG_SITE = "org_site"
    MEDIA = "media"


class TextBasis(StrEnum):
    """Whether the source states the need, or it was read out of what was given."""

    STATED = "stated"
    INFERRED = "inferred_from_assistance"


KIND_LABELS = {
    CaseKind.NEED: mark("What was needed"),
    CaseKind.OFFER: mark("What was given"),
}
SOURCE_LABELS = {
    SourceQuality.OFFICIAL: mark("Published by an office"),
    SourceQuality.ORG_SITE: mark("Published by the organization"),
    SourceQuality.MEDIA: mark("Reported by media"),
}
BASIS_LABELS = {
    TextBasis.STATED: mark("As the source states it"),
    TextBasis.INFERRED: mark("Read out of the help that was given"),
}


def is_showable(source_url: str, source_quality: str) -> bool:
    """Whether a row names a source that may be shown: a web address, published by one who answers for it."""
    return source_url.startswith(("http://", "https://")) and source_quality in set(SourceQuality)
