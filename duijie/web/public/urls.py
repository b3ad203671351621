"""Pages for anybody."""

from duijie.web.public import about, cases, figures, home, needs, offers, organizations

app_name = "public"
urlpatterns = [
    *home.urlpatterns,
    *needs.urlpatterns,
    *offers.urlpatterns,
    *organizations.urlpatterns,
    *cases.urlpatterns,
    *figures.urlpatterns,
    *about.urlpatterns,
]
