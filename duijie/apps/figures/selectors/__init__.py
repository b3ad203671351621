"""Read figures: cohorts and rates, and the flags that only the level above may see."""
