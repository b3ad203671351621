"""One readable entry per act, in the same transaction."""
