"""Tables of what is followed and of what came of it."""

from duijie.apps.exchange.models.followed import FollowedNeed, FollowedOffer, FollowedRecord
from duijie.apps.exchange.models.partners import PartnerPair
from duijie.apps.exchange.models.pledges import ReceivedPledge, SentPledge
from duijie.apps.exchange.models.sources import Source
from duijie.apps.exchange.models.subscriptions import Hit, Subscription

__all__ = [
    "FollowedNeed",
    "FollowedOffer",
    "FollowedRecord",
    "Hit",
    "PartnerPair",
    "ReceivedPledge",
    "SentPledge",
    "Source",
    "Subscription",
]
