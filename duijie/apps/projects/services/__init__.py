"""Every write of the projects, cut by stage: opening, agreement, delivery, confirmation, settlement."""
