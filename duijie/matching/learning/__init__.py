"""The chance that a pair succeeds: a published prior from the rule score, and what is learned from answers.

P(success) = P(accepts) · P(confirms) · P(delivers). Each factor adds up whole points of named terms, and a monotone
broken line turns its sum into a chance; so the points that people read are all that there is. Start in `success`
(use) and `training` (learn).
"""
