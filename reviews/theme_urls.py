"""Addresses of recurrent themes and the search over reviews."""

from django.urls import path

from reviews.views import themes

urlpatterns = [
    path("themes/", themes.all_themes, name="themes"),
    path("themes.csv", themes.as_csv, name="themes-csv"),
    path("themes/actions/", themes.heat_map, name="theme-heat"),
    path("themes/<slug:code>/", themes.one_theme, name="theme"),
    path("learning/", themes.learning_points, name="learning-points"),
    path("search/", themes.search, name="search"),
]
