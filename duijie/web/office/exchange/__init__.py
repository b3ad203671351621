"""Sharing with other provinces and the ministry, for the offices that look after it."""
