"""Tables of what is followed and of what came of it."""

from duijie.apps.exchange.models.followed import FollowedNeed, FollowedOffer, FollowedRecord
from duijie.apps.exchange.models.sources import Source

__all__ = ["FollowedNeed", "FollowedOffer", "FollowedRecord", "Source"]
