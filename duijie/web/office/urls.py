"""Addresses of the offices' pages."""

from duijie.web.office import flags, matches, offers, organizations, projects, slips

app_name = "office"
urlpatterns = [
    *organizations.urlpatterns,
    *offers.urlpatterns,
    *matches.urlpatterns,
    *projects.urlpatterns,
    *slips.urlpatterns,
    *flags.urlpatterns,
]
