"""The yardstick: what nobody could exceed who had known every arrival and every true chance beforehand.

He may plan with each need's day, work and chances, ask offers one after the other and take refusals into account, but
no more than anybody does he know how a coin will fall. The bound is the least Lagrangian one (`pricing`).
"""

import numpy as np

from duijie.matching.simulation.demand import true_demand
from duijie.matching.simulation.pricing import DAYS_PRICED, Priced, find_prices
from duijie.matching.simulation.world import World

STEPS = 400  # 1 100 more lower the bound by about 0.1 %


def hindsight_bound(world: World) -> Priced:
    """Return prices and bound of the world's year, by the true chances of organizations at rest."""
    room = np.repeat(world.offers.capacity[:, None].astype(np.float64), DAYS_PRICED, axis=1)
    return find_prices(true_demand(world.year), room, steps=STEPS)
