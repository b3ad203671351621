"""Addresses that belong to no audience."""

from django.conf import settings
from django.urls import path

from duijie.web.frame import components, elder, files
from duijie.web.frame.account.urls import urlpatterns as account
from duijie.web.frame.help import pages as help_pages

app_name = "frame"
urlpatterns = [
    path("elder/", elder.set_elder_mode, name="elder"),
    *account,
    *help_pages.urlpatterns,
    *files.urlpatterns,
]
if settings.DEBUG or settings.ENVIRONMENT.demo:
    urlpatterns.append(path("_components", components.show, name="components"))
