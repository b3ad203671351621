"""The cadre in the field: pages that open without a network, and the few addresses to which they send later."""
