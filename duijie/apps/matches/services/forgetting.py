"""Empty what was said while a need was matched; the act stands above (`projects.services.erasing`)."""

from duijie.apps.matches.models import Match, RoundMiss, RoundPair, Suggestion
from duijie.apps.needs.models import Need
from duijie.kernel.privacy.forgetting import blank


def forget_match(match: Match) -> None:
    """Take message, reasons and amount out of a match; who and how much stays."""
    rows = Match.objects.filter(pk=match.pk)
    blank(rows, "message", "reason", "decline_note", "amount_fen", "interested_on_device")


def forget_matching(need: Need) -> None:
    """Take out what offices and rounds said of a need."""
    blank(Suggestion.objects.filter(need=need), "note", "reasons", "decline_note")
    blank(RoundPair.objects.filter(need=need), "reasons")
    blank(RoundMiss.objects.filter(need=need), "params")
