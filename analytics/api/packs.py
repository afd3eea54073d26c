"""Evidence packs in the API: have one made, ask how far it is, download it."""

from typing import Any, ClassVar

from django.db import models
from django.http import Http404, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from analytics.actions import packing
from analytics.api.datasets import AnyType
from analytics.api.pack_shapes import ASKED, DONE, FIELDS, FORMATS, PAGE, STARTED, AskPackShape, PackShape
from analytics.packs import people
from analytics.packs.choice import Choice, codes_of, editions, items_of, word_of
from nvap.models import Framework, FrameworkItem
from vkpp.accounts.models import Force
from vkpp.core import jobs, serving
from vkpp.core.api import idempotency
from vkpp.core.api.bodies import taken
from vkpp.core.api.filters import Filters, Words
from vkpp.core.api.pagination import Order, Row
from vkpp.core.api.permissions import READ
from vkpp.core.api.schema import pages_of
from vkpp.core.api.views import ApiView, ListView
from vkpp.core.exceptions import NotAllowed
from vkpp.core.models import Job, JobState

STORED = (
    *("title", "marking", "state", "done", "total", "error", "created_at", "finished_at", "expires_at"),
    *("file_name", "file_size"),
)


class PackFilters(Filters):
    """Filters of packs."""

    state = Words(words=JobState.values, help_text=gettext_lazy("State; may be given several times."))


class Packs(ListView):
    """One's own packs. Making one reads only, so a token that reads is enough."""

    write_scope = READ
    known_fields = FIELDS
    finds_by_parameter = True  # who may not read the return learns nothing of it
    filters = PackFilters
    orders: ClassVar[dict[str, Order]] = {"-number": Order((("id", "number"),), descending=True)}
    default_order = "-number"

    def rows(self) -> "models.QuerySet[Any, Any]":
        """Those that this person asked for."""
        mine: models.QuerySet[Any, Any] = Job.objects.visible_to(self.request.user).filter(kind=packing.PACK)
        return self.filtered(mine).values("id", "payload", "file", *STORED)

    def shape(self, rows: list[Row]) -> list[Row]:
        """As they are shown."""
        return shaped(rows, self.request)

    @extend_schema(
        operation_id="evidence_packs_list",
        tags=["Evidence packs"],
        summary=gettext_lazy("List your evidence packs"),
        description=gettext_lazy("Those that you asked for in the last weeks, by page or API, the newest first."),
        responses={200: pages_of(PackShape, "PackPage")},
        examples=[PAGE],
    )
    def get(self, request: Request) -> Response:
        """A page of packs."""
        return super().get(request)

    @extend_schema(
        operation_id="evidence_packs_make",
        tags=["Evidence packs"],
        summary=gettext_lazy("Have an evidence pack made"),
        description=gettext_lazy(
            "For who reads the whole return of the force. A worker makes it: ask its address until its state is done "
            "or failed. With an Idempotency-Key the request can be repeated safely: the same key gives the same pack."
        ),
        parameters=[idempotency.PARAMETER],
        request=AskPackShape,
        responses={201: PackShape, 200: PackShape},
        examples=[ASKED, STARTED],
    )
    def post(self, request: Request) -> Response:
        """Have one made."""
        key = idempotency.key_of(request)
        data: dict[str, Any] = dict(request.data)
        wanted, whole = _asked(request, data)
        body_hash = idempotency.hash_of(data)
        job, new = packing.start_once(key=key, body_hash=body_hash, wanted=wanted, whole=whole, by=request.user)
        (row,) = shaped([_row(job)], request)
        return Response(row, status=201 if new else 200, headers={"Location": row["url"]} if new else {})


def _asked(request: Request, data: dict[str, Any]) -> tuple[Choice, bool]:
    """What is to be made, from what was sent; a force whose return one does not read is not there."""
    values = taken(data, AskPackShape)
    force = people.forces(request.user).filter(code=values["force"]).first()
    if force is None:
        raise Http404
    known = [one for one in editions() if one.framework.code == values["framework"]]
    edition = next((one for one in known if one.edition == values["edition"]), None)
    if edition is None:
        name = "edition" if known else "framework"
        raise ValidationError({name: [_("Nothing has this code.")]})
    items = items_of(edition)
    words = set(values.get("questions", ())) or {word_of(item) for item in items if codes_of(item)}
    if unknown := sorted(words - {word_of(item) for item in items}):
        raise ValidationError({"questions": [_("Not in this edition: %(codes)s.") % {"codes": ", ".join(unknown)}]})
    chosen = tuple(item for item in items if word_of(item) in words)
    if not chosen:
        raise ValidationError({"questions": [_("No action is linked to this edition. Name its questions.")]})
    return Choice(force, edition, chosen), FORMATS[values.get("format", "zip")]


class OnePack(ApiView):
    """An evidence pack that is made or was made, and how far it is."""

    known_fields = FIELDS

    @extend_schema(
        operation_id="evidence_packs_read",
        tags=["Evidence packs"],
        summary=gettext_lazy("Ask how far an evidence pack is"),
        description=gettext_lazy("When its state is done, download_url is where the file is, for seven days."),
        responses={200: PackShape},
        examples=[DONE],
    )
    def get(self, request: Request, number: int) -> Response:
        """The pack with this number."""
        (row,) = shaped([_row(_find(request, number))], request)
        return self.shown(row)


class PackFile(ApiView):
    """The file of a pack."""

    content_negotiation_class = AnyType

    @extend_schema(
        operation_id="evidence_packs_download",
        tags=["Evidence packs"],
        summary=gettext_lazy("Download an evidence pack"),
        description=gettext_lazy("The zip or PDF. Each download is written into the audit trail."),
        responses={
            (200, kind): OpenApiResponse(OpenApiTypes.BINARY, description=str(gettext_lazy("The file.")))
            for kind in ("application/zip", "application/pdf")
        },
    )
    def get(self, request: Request, number: int) -> HttpResponseBase:
        """The file."""
        job = _find(request, number)
        if not jobs.may_read(request.user, job):
            raise NotAllowed(_("You may no longer read the return of this force."))
        if job.state != JobState.DONE or not job.file:
            raise Http404
        jobs.note_download(job=job, by=request.user)
        return serving.served(job.file, name=job.file_name, content_type=job.file_type, size=job.file_size)


def _find(request: Request, number: int) -> Job:
    job = Job.objects.visible_to(request.user).filter(kind=packing.PACK, pk=number).first()
    if job is None:
        raise Http404
    return job


def _row(job: Job) -> Row:
    return {name: getattr(job, name) for name in ("id", "payload", "file", *STORED)}


def shaped(rows: list[Row], request: Request) -> list[Row]:
    """Stored packs as they are shown; three queries for a page."""
    asked = [row["payload"] for row in rows]
    forces = dict(Force.objects.filter(pk__in={one["force"] for one in asked}).values_list("pk", "code"))
    known = Framework.objects.filter(pk__in={one["framework"] for one in asked})
    frameworks = dict(known.values_list("pk", "code"))
    items = FrameworkItem.objects.in_bulk({pk for one in asked for pk in one["items"]})
    return [
        {
            "number": row["id"],
            "url": request.build_absolute_uri(reverse("api:evidence_pack", args=[row["id"]])),
            "force": forces.get(row["payload"]["force"]),
            "framework": frameworks.get(row["payload"]["framework"]),
            "edition": row["payload"]["edition"],
            "questions": [word_of(items[pk]) for pk in row["payload"]["items"] if pk in items],
            "format": "zip" if row["payload"]["whole"] else "pdf",
            **{name: row[name] for name in STORED},
            "download_url": request.build_absolute_uri(reverse("api:evidence_pack_file", args=[row["id"]]))
            if row["state"] == JobState.DONE and row["file"]
            else None,
        }
        for row in rows
    ]
