"""Pages for anybody."""

from duijie.web.public import (
    about,
    cards,
    cases,
    feeds,
    figures,
    followed,
    home,
    needs,
    offers,
    organizations,
    projects,
    rounds,
    searching,
)
from duijie.web.public.verification import entries, installing, ledger, pages
from duijie.web.public.verification import organizations as organization_records
from duijie.web.public.verification import projects as records

app_name = "public"
urlpatterns = [
    *home.urlpatterns,
    *needs.urlpatterns,
    *offers.urlpatterns,
    *followed.urlpatterns,
    *organizations.urlpatterns,
    *projects.urlpatterns,
    *cases.urlpatterns,
    *figures.urlpatterns,
    *rounds.urlpatterns,
    *searching.urlpatterns,
    *feeds.urlpatterns,
    *cards.urlpatterns,
    *pages.urlpatterns,
    *installing.urlpatterns,
    *entries.urlpatterns,
    *records.urlpatterns,
    *organization_records.urlpatterns,
    *ledger.urlpatterns,
    *about.urlpatterns,
]
