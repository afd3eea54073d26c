"""What the function of a job holds in its hands: the job, how to say how far it is, and where its result goes."""

import datetime as dt
import time
from typing import Any, NoReturn

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.db.models.fields.files import FieldFile
from django.db.models.functions import Now

from vkpp.core.models import Job

SAY_EVERY = 1.0
ROLES = "roles"
"""Where the payload of a job says which roles its owner held when the file was made."""


class Failed(Exception):
    """A job ends without a result; the message is the sentence for the person."""


class Lost(Exception):
    """Another worker has taken over: this one stops, and nothing it did after that counts."""


class Progress:
    """One worker's turn at a job."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.payload: dict[str, Any] = job.payload
        self.by = job.owner
        self.stored = False
        self._done, self._total, self._note = 0, 0, ""
        self._said = 0.0
        self._next: dict[str, str] = {}
        self._roles = roles_of(self.by)

    def total(self, number: int, note: str = "") -> None:
        """How many steps there will be, and what is done in them."""
        self._done, self._total, self._note = 0, number, note
        self.beat()

    def step(self, number: int = 1, note: str | None = None) -> None:
        """That many steps are done. Written down at most once a second."""
        self._done += number
        if note is not None:
            self._note = note
        if time.monotonic() - self._said >= SAY_EVERY:
            self.beat()

    def note(self, text: str) -> None:
        """What is done now."""
        self._note = text
        self.beat()

    def beat(self) -> None:
        """Tell the database that this worker lives; Lost when it no longer has the job."""
        until = Now() + dt.timedelta(seconds=settings.JOB_CLAIM_SECONDS)
        mine = Job.objects.filter(pk=self.job.pk, claim=self.job.claim)
        values = {"done": self._done, "total": self._total, "note": self._note[:200], **self._next}
        if not mine.update(claimed_until=until, **values):
            raise Lost
        self._said = time.monotonic()

    def fail(self, sentence: str) -> NoReturn:
        """End without a result; the sentence says why and what to do."""
        raise Failed(sentence)

    def file(self, name: str, data: bytes, content_type: str = "application/octet-stream") -> None:
        """The file that came of it, under the name it has when it is downloaded."""
        self.store(name, ContentFile(data), content_type)

    def store(self, name: str, content: "File[bytes]", content_type: str = "application/octet-stream") -> None:
        """The same for a file on disk, which is stored in pieces."""
        self.discard()
        self.job.file.save(name, content, save=False)
        self.job.file_name, self.job.file_type, self.job.file_size = name, content_type, content.size
        self.stored = True

    def next(self, url: str, label: str) -> None:
        """The page of the portal where the person goes on, and the words on the button; shown from the next `beat` on."""
        self._next = {"next_url": url, "next_label": label}

    def discard(self) -> None:
        """Remove the file of a turn that does not count."""
        if self.stored:
            drop_file(self.job.file)
            self.stored = False

    def result(self) -> dict[str, Any]:
        """The columns of the job that say what came of it."""
        found: dict[str, Any] = {"done": self._total, "total": self._total, **self._next}
        if self.stored:
            for name in ("file_name", "file_type", "file_size"):
                found[name] = getattr(self.job, name)
            found["file"] = self.job.file.name
            found["payload"] = {**self.payload, ROLES: self._roles}
        return found


def roles_of(person: Any) -> list[list[Any]]:
    """The roles that somebody holds now, each with its force, as a job keeps them of its file."""
    return [list(held) for held in person.memberships.filter(ended_at=None).values_list("role", "force_id")]


def drop_file(file: FieldFile) -> None:
    """Remove a stored file."""
    if file.name:
        file.storage.delete(file.name)
