"""Assignment of needs to offers in rounds: as good as proven, fair between counties when asked.

`checked` makes a problem of arrays, `solve` maximizes total utility, `solve_fairly` Nash welfare over counties;
a `StandingMarket` is kept between rounds and takes `Changes`.
"""

from duijie.matching.assignment.arrays import checked
from duijie.matching.assignment.changes import Changes
from duijie.matching.assignment.fair import solve_fairly
from duijie.matching.assignment.problem import Problem, ProblemError, Result
from duijie.matching.assignment.solving import solve
from duijie.matching.assignment.standing import StandingMarket

__all__ = ["Changes", "Problem", "ProblemError", "Result", "StandingMarket", "checked", "solve", "solve_fairly"]
