"""Reads: sources for the offices that keep them, and what came of them for everybody."""
