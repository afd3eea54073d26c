"""Addresses of the bank for its readers."""

from django.urls import URLPattern, path, register_converter
from django.urls.converters import StringConverter

from practice.views import bank, searches


class Reference(StringConverter):
    """A reference number such as VP-2026-00017."""

    regex = r"VP-\d{4}-\d{5,9}"


register_converter(Reference, "reference")

urlpatterns: list[URLPattern] = [
    path("", bank.bank, name="bank"),
    path("feed/", bank.feed, name="feed"),
    path("searches/", searches.searches, name="searches"),
    path("searches/save/", searches.save, name="search-save"),
    path("searches/restore/", searches.restore, name="search-restore"),
    path("searches/<int:pk>/", searches.open_search, name="search-open"),
    path("searches/<int:pk>/change/", searches.change, name="search-change"),
    path("searches/<int:pk>/alert/", searches.alert, name="search-alert"),
    path("searches/<int:pk>/delete/", searches.delete, name="search-delete"),
    path("<reference:reference>/", bank.entry, name="entry"),
    path("<reference:reference>.pdf", bank.entry_pdf, name="entry-pdf"),
    path("<reference:reference>/files/<int:number>/", bank.entry_file, name="entry-file"),
    path("<reference:reference>/publications/<int:number>/", bank.earlier, name="entry-earlier"),
]
