"""`duijie user`: make an account for somebody in an office or an organization, the first ones above all."""

import argparse
import dataclasses
import getpass
import secrets
import sys
from uuid import UUID

from duijie.apps.accounts.rules import COUNTRY, LEVELS, Place
from duijie.config.commandline.commands import Command, Stopped, load_django, reach_database, say_refusal
from duijie.kernel.access.actors import ASSIGNABLE, SYSTEM, Channel, Role
from duijie.kernel.errors import Refusal

ROLES = tuple(role.value for role in ASSIGNABLE if role is not Role.VILLAGER)


def run(given: argparse.Namespace) -> int:
    """Make the account as the system; from then on accounts are made on the pages of those who look after them."""
    role = Role(given.role)
    password = _password(generate=given.generate)
    load_django()
    reach_database()
    from duijie.apps.accounts.services import create_account

    try:
        account = create_account(
            actor=dataclasses.replace(SYSTEM, channel=Channel.COMMAND),
            role=role,
            username=given.username,
            password=password,
            label=given.label,
            place=_place(given.division),
            organization_id=_organization(given.organization),
            phone=given.phone,
        )
    except Refusal as refusal:
        raise Stopped(say_refusal(refusal)) from refusal
    print(f"{account.username}: {role.value}, {account.division_name or given.organization or 'the whole country'}")
    if given.generate:
        print(f"password: {password}")
    return 0


def _password(*, generate: bool) -> str:
    if generate:
        return secrets.token_urlsafe(12)
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    password = getpass.getpass("Password: ")
    if password != getpass.getpass("Again: "):
        raise Stopped("The two passwords differ.")
    return password


def _place(code: str) -> Place | None:
    from duijie.apps.regions.selectors import get

    if not code:
        return None
    if set(code) == {"0"}:
        return COUNTRY
    division = get(code.ljust(12, "0"))
    return Place(code=division.code, path=division.path, name=division.full_name)


def _organization(number: str) -> UUID | None:
    from duijie.apps.organizations.selectors import organization_by_number

    return organization_by_number(SYSTEM, number).id if number else None


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Who, in which role, where."""
    parser.add_argument("username", help="what is typed to sign in: a–z, 0–9, . _ @ -")
    parser.add_argument("--role", required=True, choices=ROLES, metavar="ROLE", help=", ".join(ROLES))
    parser.add_argument("--label", required=True, help="how colleagues read who acted: 示例县农业农村局")
    parser.add_argument("--division", default="", metavar="CODE", help="12 digits, or 0 for the whole country")
    parser.add_argument("--organization", default="", metavar="NUMBER", help="for its staff: its public number")
    parser.add_argument("--phone", default="", help="for messages; kept encrypted")
    parser.add_argument("--generate", action="store_true", help="make a password and print it, instead of asking")


LEVELS_TOLD = "\n".join(
    f"  {role.value:<21} {', '.join(sorted(level.value for level in LEVELS[role]))}"
    for role in ASSIGNABLE
    if role.value in ROLES and not role.value.startswith("organization")
)
COMMAND = Command(
    name="user",
    summary="Make an account for somebody in an office or an organization.",
    explanation="The password is asked for, or read from standard input.\n\nroles and their divisions:\n" + LEVELS_TOLD,
    examples=(
        "  duijie user tongwei --role county_office --division 621121000000 --label 示例县农业农村局\n"
        "  duijie user moca --role ministry --division 0 --label 示例部社会组织局 --generate"
    ),
    add_arguments=add_arguments,
    run=run,
)
