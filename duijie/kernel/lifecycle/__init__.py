"""Lifecycles as one table each: checks, buttons, the database constraint, the diagrams and the tests come from it."""
