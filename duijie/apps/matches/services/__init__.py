"""Every write of the matches, cut by who begins: an organization, an office, a villager."""
