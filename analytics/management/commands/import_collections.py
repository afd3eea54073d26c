"""`manage.py import_collections FILE`: enter national data collections into the register."""

from collections.abc import Mapping
from typing import Any

from analytics.register.importer import import_file
from vkpp.core.commands import ImportingCommand
from vkpp.core.importing import Report


class Command(ImportingCommand):
    """Collections from a CSV file."""

    help = "Imports national data collections from a CSV file and reports each refused row with its reason."
    file_help = "a CSV file with the columns name, owner, frequency, topics …"

    def import_file(self, by: Any, options: Mapping[str, Any]) -> Report:
        return import_file(options["file"], by=by)
