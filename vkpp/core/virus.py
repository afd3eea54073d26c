"""The virus check of stored files: ClamAV where one is configured, else the test pattern only, and the pages say so."""

import io

from django.conf import settings

from vkpp.core.uploads.refusal import TEST_VIRUS

PATIENCE = 30


def configured() -> bool:
    """Whether a real scanner looks at the files."""
    return bool(settings.CLAMAV_HOST)


def find(data: bytes) -> str:
    """The name of a virus in `data`, or an empty text. Raises when the scanner does not answer."""
    if not configured():
        return "EICAR test pattern" if TEST_VIRUS in data else ""
    import clamd

    scanner = clamd.ClamdNetworkSocket(host=settings.CLAMAV_HOST, port=settings.CLAMAV_PORT, timeout=PATIENCE)
    verdict, name = scanner.instream(io.BytesIO(data))["stream"]
    if verdict == "OK":
        return ""
    if verdict == "FOUND":
        return str(name)
    raise OSError(f"ClamAV could not check the file: {verdict} {name}")
