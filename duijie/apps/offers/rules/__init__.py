"""Rules of the supply library: plain Python, no clock, no I/O."""

from duijie.apps.offers.rules.lifecycle import GRANTS, OFFER

__all__ = ["GRANTS", "OFFER"]
