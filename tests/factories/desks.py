"""Somebody at his desk or on the road: signed in, sending forms, reading pages."""

from django.test import Client

from duijie.apps.accounts.models import Account
from duijie.kernel.access.actors import Actor
from duijie.kernel.ids import new_id
from tests.factories.pages import Page


def at_work(actor: Actor) -> Client:
    client = Client()
    client.force_login(Account.objects.get(pk=actor.id))
    return client


def page(client: Client, address: str, status: int = 200) -> Page:
    answer = client.get(address)
    assert answer.status_code == status, answer.content.decode()
    return Page(answer.content.decode(), address)


def act(client: Client, address: str, **given):
    return client.post(address, {"_submission": str(new_id()), **given})


def text_of(response) -> str:
    return response.content.decode()
