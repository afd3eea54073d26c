"""Addresses of the national picture, under /insight/."""

from django.urls import path

from analytics.views import picture

ROUND = "rounds/<slug:round>/picture/"
urlpatterns = [
    path("picture/", picture.newest, name="picture-newest"),
    path(ROUND, picture.picture, name="picture"),
    path(ROUND + "picture.csv", picture.csv, name="picture-csv"),
    path(ROUND + "picture.pdf", picture.pdf, name="picture-pdf"),
    path(ROUND + "<str:code>/", picture.action, name="picture-action"),
]
