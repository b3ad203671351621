"""PostgreSQL beside the platform, for the demo, the tests and one-machine offices; plain Python, no Django."""
