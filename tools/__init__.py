"""Tools of the house, and what outsiders use to check its figures."""
