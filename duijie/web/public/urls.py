"""Pages for anybody."""

from duijie.web.public import about, cases, figures, home, needs, offers, organizations, projects, rounds, searching

app_name = "public"
urlpatterns = [
    *home.urlpatterns,
    *needs.urlpatterns,
    *offers.urlpatterns,
    *organizations.urlpatterns,
    *projects.urlpatterns,
    *cases.urlpatterns,
    *figures.urlpatterns,
    *rounds.urlpatterns,
    *searching.urlpatterns,
    *about.urlpatterns,
]
