"""Addresses of collections of practice and of reports in the API."""

from django.urls import URLPattern, path, re_path

from practice.api import collections, reports

ONE = r"^practice-collections/(?P<slug>[-a-z0-9]{1,80})/"
urlpatterns: list[URLPattern] = [
    path("practice-collections/", collections.Collections.as_view(), name="practice_collections"),
    path(
        "practice-collections/removed/", collections.RemovedCollections.as_view(), name="practice_collections_removed"
    ),
    re_path(ONE + r"$", collections.OneCollection.as_view(), name="practice_collection"),
    re_path(ONE + r"items/$", collections.CollectionItems.as_view(), name="practice_collection_items"),
    re_path(
        ONE + r"(?P<step>publish|retire|reopen)/$",
        collections.CollectionStep.as_view(),
        name="practice_collection_step",
    ),
    path("practice-reports/", reports.PracticeReport.as_view(), name="practice_report"),
]
