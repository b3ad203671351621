"""A made-up year, played under several ways of matching: what each wins against hindsight, and who gets it.

`compare` plays seeded worlds under policies, `draw` makes the picture. What the world assumes stands in
docs/explanation/simulation.md.
"""

from duijie.matching.simulation.comparing import POLICIES, USUAL, Comparison, compare
from duijie.matching.simulation.picture import draw
from duijie.matching.simulation.settings import Scorer, Settings, SettingsError

__all__ = ["POLICIES", "USUAL", "Comparison", "Scorer", "Settings", "SettingsError", "compare", "draw"]
