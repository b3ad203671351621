"""Addresses for villagers, and for cadres who write for them."""

from duijie.web.village import (
    confirming,
    deliveries,
    following,
    home,
    menu,
    ordering,
    orders,
    own_requests,
    papers,
    requests,
    sent,
)
from duijie.web.village.field import installing, pages, photos, sending, setup, visits

app_name = "village"
urlpatterns = [
    *home.urlpatterns,
    *requests.urlpatterns,
    *papers.urlpatterns,
    *menu.urlpatterns,
    *ordering.urlpatterns,
    *sent.urlpatterns,
    *following.urlpatterns,
    *own_requests.urlpatterns,
    *orders.urlpatterns,
    *confirming.urlpatterns,
    *deliveries.urlpatterns,
    *pages.urlpatterns,
    *installing.urlpatterns,
    *setup.urlpatterns,
    *photos.urlpatterns,
    *sending.urlpatterns,
    *visits.urlpatterns,
]
