"""Addresses of learning points, themes, briefings and recommendations in the API."""

from django.urls import URLPattern, path, re_path

from reviews.api import briefings, learning, recommendations, removed

urlpatterns: list[URLPattern] = [
    path("learning-points/", learning.Points.as_view(), name="learning_points"),
    path("learning-points/removed/", removed.Points.as_view(), name="learning_points_removed"),
    path("recommendations/removed/", removed.Recommendations.as_view(), name="recommendations_removed"),
    path("learning-themes/", learning.Themes.as_view(), name="learning_themes"),
    path("learning-themes/<slug:code>/", learning.OneTheme.as_view(), name="learning_theme"),
    path("briefings/", briefings.Briefings.as_view(), name="briefings"),
    path("briefings/removed/", removed.Briefings.as_view(), name="briefings_removed"),
    re_path(r"^briefings/(?P<number>[1-9][0-9]{0,8})/$", briefings.OneBriefing.as_view(), name="briefing"),
    path("recommendations/", recommendations.Recommendations.as_view(), name="recommendations"),
    re_path(
        r"^recommendations/(?P<reference>RC-[0-9]{5,9})/$",
        recommendations.OneRecommendation.as_view(),
        name="recommendation",
    ),
]
