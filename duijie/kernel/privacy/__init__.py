"""Personal data: encrypted in the database, found by digest, kept out of logs and public texts (PIPL 6, 28, 51)."""
