"""How well the ranking finds the offers that are known to have answered needs, with intervals and a baseline.

Start in `comparing`; docs/explanation/relevance.md says what the figures mean and how not to fool oneself with them.
"""
