"""Every write to the supply library."""

from duijie.apps.offers.services.capacity import release_capacity, reserve_capacity
from duijie.apps.offers.services.proposing import (
    adjust_capacity,
    complete_offer,
    draft_offer,
    edit_offer,
    end_expired_offers,
    end_offer,
    pause_offer,
    resume_offer,
    submit_offer,
    withdraw_offer,
)
from duijie.apps.offers.services.reviewing import check_standing, publish_offer, return_offer

__all__ = [
    "adjust_capacity",
    "check_standing",
    "complete_offer",
    "draft_offer",
    "edit_offer",
    "end_expired_offers",
    "end_offer",
    "pause_offer",
    "publish_offer",
    "release_capacity",
    "reserve_capacity",
    "resume_offer",
    "return_offer",
    "submit_offer",
    "withdraw_offer",
]
