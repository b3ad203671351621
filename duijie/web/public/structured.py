"""What pages say about themselves to programs: schema.org as JSON-LD, and how a link to them looks when it is shared.

A block of `application/ld+json` is data: no browser runs it, whatever policy for scripts stands in the head.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from duijie.apps.needs.models import Need
from duijie.apps.offers.models import Offer
from duijie.apps.organizations.models import Organization
from duijie.apps.projects.models import Project
from duijie.apps.publications.models import CaseStudy
from duijie.web.frame.formats import DOT

_CONTEXT = "https://schema.org"
_ESCAPES = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}
DESCRIBED = 120
"""Characters of a description; those who share cut longer ones."""


@dataclass(frozen=True, slots=True)
class Share:
    """A page as others show a link to it."""

    title: str
    description: str
    address: str
    picture: str
    kind: str
    data: SafeString


def absolute(path: str) -> str:
    """The address of a page for readers elsewhere."""
    return settings.ENVIRONMENT.public_address.rstrip("/") + path


def share(title: str, description: str, path: str, data: Mapping[str, Any], *, picture: str = "") -> Share:
    """What the head of a page says of it; without a picture of its own it bears that of the platform."""
    return Share(
        title=title,
        description=" ".join(description.split())[:DESCRIBED],
        address=absolute(path),
        picture=absolute(picture or reverse("public:card")),
        kind="article" if picture else "website",
        data=_script({"@context": _CONTEXT, "inLanguage": get_language(), "url": absolute(path), **data}),
    )


def share_need(need: Need) -> Share:
    """A need: who could meet it finds what is asked, how much and where; the county or town, never a household."""
    data = {
        "@type": "Demand",
        "name": need.title,
        "description": need.text,
        "identifier": need.number,
        "areaServed": _place(need.public_place),
        "eligibleQuantity": {
            "@type": "QuantitativeValue",
            "value": float(need.quantity),
            "unitText": need.unit,
        },
        "availabilityStarts": need.published_at.isoformat() if need.published_at else None,
        "availabilityEnds": need.wanted_by.isoformat() if need.wanted_by else None,
    }
    picture = reverse("public:need-card", args=[need.number])
    return share(need.title, need.text, reverse("public:need", args=[need.number]), data, picture=picture)


def share_offer(offer: Offer) -> Share:
    """An offer: a service with its provider; no price, because nothing is sold."""
    data = {
        "@type": "Service",
        "name": offer.title,
        "description": offer.text,
        "identifier": offer.number,
        "isRelatedTo": offer.field,
        "provider": _organization(offer.organization),
    }
    picture = reverse("public:offer-card", args=[offer.number])
    return share(offer.title, offer.text, reverse("public:offer", args=[offer.number]), data, picture=picture)


def share_organization(organization: Organization) -> Share:
    """An organization in good standing."""
    path = reverse("public:organization", args=[organization.number])
    about = organization.introduction or organization.scope or organization.name
    return share(organization.name, about, path, {**_organization(organization), "description": about})


def share_project(project: Project) -> Share:
    """What became of a need: the project with the organization that carries it out."""
    need = project.need
    data = {
        "@type": "Project",
        "name": need.title,
        "identifier": project.number,
        "location": _place(need.public_place),
        "member": _organization(project.organization),
    }
    picture = reverse("public:need-card", args=[need.number])
    title, about = f"{need.title}{DOT}{project.number}", f"{project.organization.name}{DOT}{need.public_place}"
    return share(title, about, reverse("public:project", args=[project.number]), data, picture=picture)


def share_case(case: CaseStudy) -> Share:
    """A case told in short, with the page on which others have published it."""
    data = {"@type": "Article", "headline": case.title, "identifier": case.number, "isBasedOn": case.source_url}
    return share(case.title, case.text, reverse("public:case", args=[case.number]), data)


def _organization(organization: Organization) -> dict[str, Any]:
    path = reverse("public:organization", args=[organization.number])
    return {
        "@type": "NGO",
        "name": organization.name,
        "url": absolute(path),
        "identifier": organization.credit_code or organization.number,
        "foundingDate": organization.established_on.isoformat() if organization.established_on else None,
        "location": _place(organization.division_name),
    }


def _place(name: str) -> dict[str, str]:
    return {"@type": "AdministrativeArea", "name": name}


def _script(data: Mapping[str, Any]) -> SafeString:
    """JSON in markup: signs that could end the block are escaped."""
    told = {name: value for name, value in data.items() if value not in (None, "")}
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))  # noqa: S308 - escaped above
