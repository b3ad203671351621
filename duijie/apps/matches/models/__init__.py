"""Tables of suggestions, orders, matches and rounds."""

from duijie.apps.matches.models.answers import Match, Order, Suggestion
from duijie.apps.matches.models.rounds import Round, RoundArrays, RoundMiss, RoundOffer, RoundPair

__all__ = ["Match", "Order", "Round", "RoundArrays", "RoundMiss", "RoundOffer", "RoundPair", "Suggestion"]
