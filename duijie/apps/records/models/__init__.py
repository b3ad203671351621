"""Tables of leaves and of the logs that they stand in."""

from duijie.apps.records.models.leaves import Leaf, Pending, Pseudonym
from duijie.apps.records.models.logs import Conflict, Log, WitnessState

__all__ = ["Conflict", "Leaf", "Log", "Pending", "Pseudonym", "WitnessState"]
