"""Files of people as downloads that no browser opens by itself, and that nobody on the way keeps."""

from django.db.models.fields.files import FieldFile
from django.http import FileResponse


def served(file: FieldFile, *, name: str, content_type: str, size: int) -> FileResponse:
    """The stored file under the name it was uploaded with; who may have it was decided before."""
    response = FileResponse(file.open("rb"), as_attachment=True, filename=name, content_type=content_type)
    response["Content-Length"] = str(size)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response
