"""The capabilities, one a sentence of the notice; imports between them point down the tiers only."""
