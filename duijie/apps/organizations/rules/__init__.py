"""Rules of organizations and their standing: plain Python, no clock, no I/O."""

from duijie.apps.organizations.rules.lifecycle import GRANTS, ORGANIZATION

__all__ = ["GRANTS", "ORGANIZATION"]
