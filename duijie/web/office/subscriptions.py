"""What an office wants to be told of: the organizations' pages of subscriptions behind the offices' own guard."""

from duijie.apps.exchange.rules.subscriptions import OFFICES
from duijie.web.frame.policies import for_roles
from duijie.web.organization.subscriptions import addresses

urlpatterns = addresses(for_roles(*OFFICES))
