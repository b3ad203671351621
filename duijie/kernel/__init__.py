"""What every app stands on; nothing here knows what a need or an organization is."""
