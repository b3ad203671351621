"""Writes: sources, and what is taken from them."""
