"""Every write to the demand library, cut by meaning: requests, needs, decisions, policy, progress, lists."""
