"""Where each side finds a row and its acts: the table of page addresses that the transitions are tried on."""

from duijie.kernel.access.actors import OFFICIALS, ORGANIZATION_ROLES, Role

OFFICE, ORGANIZATION, VILLAGE = "office", "organization", "village"
ROW_PAGES: dict[str, dict[str, str]] = {
    "organization": {
        OFFICE: "/office/organizations/{number}/",
        ORGANIZATION: "/organization/profile/",
        VILLAGE: "/organization/registration/application/",
    },
    "offer": {OFFICE: "/office/offers/{number}/", ORGANIZATION: "/organization/offers/{number}/"},
    "request": {OFFICE: "/office/requests/{number}/", VILLAGE: "/village/requests/{number}/"},
    "need": {OFFICE: "/office/needs/{number}/"},
    "suggestion": {OFFICE: "/office/suggestions/{number}/", ORGANIZATION: "/organization/suggestions/{number}/"},
    "order": {
        OFFICE: "/office/orders/{number}/",
        ORGANIZATION: "/organization/orders/{number}/",
        VILLAGE: "/village/orders/{number}/",
    },
    "match": {OFFICE: "/office/matches/{number}/", ORGANIZATION: "/organization/matches/{number}/"},
    "round": {OFFICE: "/office/rounds/{number}/"},
    "project": {
        OFFICE: "/office/projects/{number}/",
        ORGANIZATION: "/organization/projects/{number}/",
        VILLAGE: "/village/deliveries/{number}/",
    },
}
SHOWN_ELSEWHERE = {("order", VILLAGE): "/village/requests/{request}/"}
"""A villager follows his order on the page of the request behind it."""


def side_of(role: Role) -> str:
    """Whose pages a role uses."""
    if role in OFFICIALS:
        return OFFICE
    return ORGANIZATION if role in ORGANIZATION_ROLES else VILLAGE


def act_pages(lifecycle: str, number: str, event: str) -> dict[str, str]:
    """The page of an event on each side that has one for this kind of row."""
    return {side: f"{page.format(number=number)}{event}/" for side, page in ROW_PAGES[lifecycle].items()}
