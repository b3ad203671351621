"""The semantic part: sentence vectors by an interface, from a package that works offline, or none.

Everything works without it; what was used is said by whoever used it (`Ranker.parts`).
"""
