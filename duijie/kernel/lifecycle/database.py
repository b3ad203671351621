"""The lifecycle's check constraint: the database refuses a state that the table does not know."""

from django.db.models import CheckConstraint, Q

from duijie.kernel.lifecycle.tables import Lifecycle


def state_constraint(lifecycle: Lifecycle) -> CheckConstraint:
    """A constraint that the column `state` holds one of the lifecycle's states."""
    return CheckConstraint(condition=Q(state__in=sorted(lifecycle.states)), name=f"{lifecycle.name}_state_known")
