"""Pages for villagers and those who speak for them in the village."""
