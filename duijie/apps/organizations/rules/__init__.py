"""Rules of organizations and their standing: plain Python, no clock, no I/O."""

from duijie.apps.organizations.rules.lifecycle import FACTS, GRANTS, ORGANIZATION

__all__ = ["FACTS", "GRANTS", "ORGANIZATION"]
