"""Joins the parts once Django has loaded them all."""

from django.apps import AppConfig


class WiringConfig(AppConfig):
    """Runs `config.wiring` at start."""

    name = "duijie.config"
    label = "config"

    def ready(self) -> None:
        """Register grants and listeners; imported here because the apps' models must be loaded first."""
        from duijie.config import wiring  # noqa: PLC0415

        wiring.register_grants()
        wiring.register_listeners()
