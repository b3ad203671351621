"""Writing a log: private keys, durable files, and the one writer that a log has."""
