"""Addresses of the organizations' pages."""

from duijie.web.organization import desk, matches, offers, profile, projects, registration

app_name = "organization"
urlpatterns = [
    *desk.urlpatterns,
    *registration.urlpatterns,
    *profile.urlpatterns,
    *offers.urlpatterns,
    *matches.urlpatterns,
    *projects.urlpatterns,
]
