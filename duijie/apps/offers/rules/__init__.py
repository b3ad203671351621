"""Rules of the supply library: plain Python, no clock, no I/O."""

from duijie.apps.offers.rules.lifecycle import FACTS, GRANTS, OFFER

__all__ = ["FACTS", "GRANTS", "OFFER"]
