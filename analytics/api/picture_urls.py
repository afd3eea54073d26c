"""Addresses of the national picture in the API."""

from django.urls import path

from analytics.api import picture

urlpatterns = [path("national-picture/", picture.NationalPicture.as_view(), name="national-picture")]
