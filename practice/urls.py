"""Addresses of practice, under /practice/."""

from django.urls import URLPattern, path

from practice.views import mine

app_name = "practice"
urlpatterns: list[URLPattern] = [
    path("mine/<str:reference>/", mine.example, name="example"),
]
