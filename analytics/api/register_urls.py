"""Addresses of the register of national data collections in the API."""

from django.urls import path, re_path

from analytics.api import collections, register_writes

COLLECTION = "collections/<slug:code>/"
OVERLAP = "overlaps/<str:reference>/"
SETTLE = "keep_both|merge|drop_first|drop_other|ask_owners|finish|undo"
OVERLAP_STEP = rf"^overlaps/(?P<reference>[^/]+)/(?P<step>{SETTLE})/$"

urlpatterns = [
    path("collections/", register_writes.Collections.as_view(), name="collections"),
    path(COLLECTION, register_writes.OneCollection.as_view(), name="collection"),
    path(COLLECTION + "items/", register_writes.CollectionItems.as_view(), name="collection_items"),
    path(COLLECTION + "items/<int:number>/", register_writes.OneCollectionItem.as_view(), name="collection_item"),
    re_path(
        r"^collections/(?P<code>[-\w]+)/(?P<step>end|resume)/$",
        register_writes.CollectionStep.as_view(),
        name="collection_step",
    ),
    path("overlaps/", collections.Overlaps.as_view(), name="overlaps"),
    path(OVERLAP, collections.OneOverlap.as_view(), name="overlap"),
    re_path(OVERLAP_STEP, register_writes.OverlapStep.as_view(), name="overlap_step"),
]
