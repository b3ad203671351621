"""A witness (C2SP tlog-witness): cosigns what only grew, so that a log cannot show each reader another history.

`judging` decides, `memory` keeps what was cosigned, `serving` speaks HTTP; none of them reads a clock by itself.
"""
