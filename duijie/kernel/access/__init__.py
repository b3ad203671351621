"""Role × division prefix × action: one rule behind `can()` and `visible()`."""
