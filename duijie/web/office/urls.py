"""Addresses of the offices' pages."""

from duijie.web.office import (
    deciding,
    desk,
    flags,
    imports,
    letters,
    listings,
    matches,
    needs,
    offers,
    organizations,
    overview,
    projects,
    requests,
    returned,
    rounds,
    slips,
    villages,
)

app_name = "office"
urlpatterns = [
    *desk.urlpatterns,
    *organizations.urlpatterns,
    *offers.urlpatterns,
    *matches.urlpatterns,
    *rounds.urlpatterns,
    *deciding.urlpatterns,
    *imports.urlpatterns,
    *returned.urlpatterns,
    *needs.urlpatterns,
    *requests.urlpatterns,
    *letters.urlpatterns,
    *projects.urlpatterns,
    *slips.urlpatterns,
    *flags.urlpatterns,
    *overview.urlpatterns,
    *listings.urlpatterns,
    *villages.urlpatterns,
]
