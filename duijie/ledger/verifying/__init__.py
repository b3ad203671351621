"""Judging a log with the standard library and the check of Ed25519 signatures alone: no private key, no database."""
