"""Rules of requests and needs: plain Python, no clock, no I/O."""
