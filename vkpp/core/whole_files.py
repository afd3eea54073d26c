"""People's files on a disk: each is there whole or not at all."""

import contextlib
from pathlib import Path
from typing import Any

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage


class WholeFiles(FileSystemStorage):
    """Django's folder of files that leaves nothing behind of a file for which there was no room."""

    def _save(self, name: str, content: "File[Any]") -> str:
        path = Path(self.path(name))
        known = path.exists()
        try:
            return str(super()._save(name, content))  # type: ignore[misc]  # private to Django, and its documented hook
        except OSError:
            if not known:
                with contextlib.suppress(OSError):
                    path.unlink()
            raise
