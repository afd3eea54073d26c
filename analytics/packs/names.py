"""Names of the files in a pack: each begins with its security marking, so that it is seen wherever the file goes."""

import re

from django.utils.text import slugify

from analytics.packs.choice import Choice
from vkpp.core.models import Marking

UNSAFE = re.compile(r"[^\w.,()'& -]+")
LONGEST = 90
MARKING = str(Marking.OFFICIAL_SENSITIVE.label)


def of_pack(wanted: Choice, kind: str, ending: str) -> str:
    """For example OFFICIAL-SENSITIVE-evidence-pack-norfolk-peel-2023-25.zip."""
    words = f"{kind} {wanted.force.code} {wanted.edition.framework.code} {wanted.edition.edition.replace('/', '-')}"
    return f"{MARKING}-{slugify(words)}.{ending}"


def of_evidence(number: int, name: str, marking: str) -> str:
    """Where a file of evidence is in the zip, for example evidence/OFFICIAL E003 audit of calls.pdf."""
    stem, dot, ending = UNSAFE.sub(" ", name).strip(" .").rpartition(".")
    if not dot:
        stem, ending = ending, ""
    kept = f"{stem[:LONGEST].strip(' .') or 'file'}{f'.{ending[:12]}' if ending else ''}"
    return f"evidence/{marking} E{number:03} {kept}"
