"""Somebody at his desk: signed in, sending forms, reading pages."""

from django.test import Client

from duijie.apps.accounts.models import Account
from duijie.kernel.access.actors import Actor
from duijie.kernel.ids import new_id


def at_work(actor: Actor) -> Client:
    client = Client()
    client.force_login(Account.objects.get(pk=actor.id))
    return client


def act(client: Client, address: str, **given):
    return client.post(address, {"_submission": str(new_id()), **given})


def text_of(response) -> str:
    return response.content.decode()
