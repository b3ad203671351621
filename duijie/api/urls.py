"""Addresses of the interface for programs."""

from django.urls import path

from duijie.api.v1 import api

urlpatterns = [path("v1/", api.urls)]
