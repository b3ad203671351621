"""Assignment of needs to offers in rounds: as good as proven, fair between counties when asked.

`checked` makes a problem of arrays, `solve` maximizes total utility, `solve_fairly` Nash welfare over counties.
"""

from duijie.matching.assignment.arrays import checked
from duijie.matching.assignment.fair import solve_fairly
from duijie.matching.assignment.problem import Problem, ProblemError, Result
from duijie.matching.assignment.solving import solve

__all__ = ["Problem", "ProblemError", "Result", "checked", "solve", "solve_fairly"]
