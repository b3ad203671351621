"""Pages for the staff of social organizations."""
