"""Addresses of the register of national data collections, under /insight/."""

from django.urls import path

from analytics.views import collections, overlaps

COLLECTION = "collections/<slug:code>/"
OVERLAP = "overlaps/<str:reference>/"
urlpatterns = [
    path("collections/", collections.listing, name="collections"),
    path("collections/collections.csv", collections.listing_csv, name="collections-csv"),
    path("collections/new/", collections.new, name="collection-new"),
    path("collections/check/", collections.check, name="collection-check"),
    path(COLLECTION, collections.one, name="collection"),
    path(COLLECTION + "change/", collections.change, name="collection-change"),
    path(COLLECTION + "move/", collections.move, name="collection-move"),
    path(COLLECTION + "items/new/", collections.item, name="collection-item-new"),
    path(COLLECTION + "items/<int:number>/", collections.item, name="collection-item"),
    path(COLLECTION + "items/<int:number>/remove/", collections.remove_item, name="collection-item-remove"),
    path("overlaps/", overlaps.listing, name="overlaps"),
    path("overlaps/look-again/", overlaps.look_again, name="overlaps-look-again"),
    path(OVERLAP, overlaps.one, name="overlap"),
    path(OVERLAP + "<slug:action>/", overlaps.step, name="overlap-step"),
]
