"""Addresses of measures: what VKPP defines, and what forces report."""

from django.urls import URLPattern, path

from nvap.views import measure_manage, measures

OF = "measures/<slug:force>/"
ONE = f"{OF}<slug:code>/"

urlpatterns: list[URLPattern] = [
    path("manage/measures/", measure_manage.measures, name="manage-measures"),
    path("manage/measures/new/", measure_manage.create, name="manage-measure-new"),
    path("manage/measures/of/<slug:code>/", measure_manage.change, name="manage-measure"),
    path("manage/measures/of/<slug:code>/retire/", measure_manage.retire, name="manage-measure-retire"),
    path("measures/", measures.front, name="measures-front"),
    path(OF, measures.of_force, name="measures"),
    path(f"{OF}export.csv", measures.export, name="measures-export"),
    path(ONE, measures.measure, name="measure"),
    path(f"{ONE}enter/", measures.enter, name="measure-enter"),
    path(f"{ONE}<int:pk>/", measures.correct, name="measure-correct"),
    path(f"{ONE}<int:pk>/remove/", measures.remove, name="measure-remove"),
]
