"""Addresses of the practice map and of a force's page."""

from django.urls import URLPattern, path

from practice.views import forces

urlpatterns: list[URLPattern] = [
    path("map/", forces.practice_map, name="map"),
    path("forces/<slug:code>/", forces.force, name="force"),
]
