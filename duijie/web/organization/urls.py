"""Addresses of the organizations' pages."""

from duijie.web.organization import (
    desk,
    matches,
    offer_lists,
    offers,
    pledges,
    profile,
    projects,
    record,
    registration,
    subscriptions,
)

app_name = "organization"
urlpatterns = [
    *desk.urlpatterns,
    *registration.urlpatterns,
    *profile.urlpatterns,
    *offer_lists.urlpatterns,
    *offers.urlpatterns,
    *matches.urlpatterns,
    *pledges.urlpatterns,
    *projects.urlpatterns,
    *record.urlpatterns,
    *subscriptions.urlpatterns,
]
