"""Tables of leaves, of the logs that they stand in, and of what is known of both outside."""

from duijie.apps.records.models.leaves import Leaf, Pending, Pseudonym
from duijie.apps.records.models.logs import Conflict, Log, WitnessState
from duijie.apps.records.models.outside import Anchored, PairCount

__all__ = ["Anchored", "Conflict", "Leaf", "Log", "PairCount", "Pending", "Pseudonym", "WitnessState"]
