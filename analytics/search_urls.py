"""The address of the search over everything, under /search/."""

from django.urls import path

from analytics.views import search

app_name = "search"
urlpatterns = [path("", search.everything, name="everything")]
