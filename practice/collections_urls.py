"""Addresses of collections of practice, and of references to an example."""

from django.urls import URLPattern, path

from practice.bank_urls import Reference as _Reference  # noqa: F401 - registers the converter of references
from practice.views import citing, collections

ITEM = "collections/<slug:slug>/examples/<str:reference>/"
urlpatterns: list[URLPattern] = [
    path("<reference:reference>.bib", citing.bibtex, name="entry-bibtex"),
    path("<reference:reference>.ris", citing.ris, name="entry-ris"),
    path("collections/", collections.collection_list, name="collections"),
    path("collections/new/", collections.new, name="collection-new"),
    path("collections/add/<str:reference>/", collections.add_to, name="collection-add"),
    path("collections/<slug:slug>/", collections.collection, name="collection"),
    path("collections/<slug:slug>/feed/", collections.feed, name="collection-feed"),
    path("collections/<slug:slug>/change/", collections.change, name="collection-change"),
    path("collections/<slug:slug>/examples/", collections.work, name="collection-work"),
    path("collections/<slug:slug>/restore/", collections.restore, name="collection-restore"),
    path("collections/<slug:slug>/step/<slug:action>/", collections.step, name="collection-step"),
    path(f"{ITEM}note/", collections.note, name="collection-note"),
    path(f"{ITEM}move/", collections.move, name="collection-move"),
    path(f"{ITEM}remove/", collections.remove, name="collection-remove"),
]
