"""`manage.py import_reviews FILE`: enter case reviews that were published elsewhere."""

from collections.abc import Mapping
from typing import Any

from reviews.importer import import_file
from vkpp.core.commands import ImportingCommand
from vkpp.core.importing import Report


class Command(ImportingCommand):
    """Case reviews from a JSON file."""

    help = "Imports published case reviews from a JSON file and reports each refused row with its reason."
    file_help = "a JSON list of reviews"

    def import_file(self, by: Any, options: Mapping[str, Any]) -> Report:
        return import_file(options["file"], by=by)
