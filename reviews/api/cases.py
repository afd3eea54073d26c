"""Case reviews: the catalogue and what one sent in, one of them, and sending one in."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from nvap.models import Strand
from reviews.actions import sending
from reviews.models import CaseReview, Document, HarmType, ReviewType
from reviews.vocab import AgeBand, CaseState, Context, Known, Outcome, Sex
from vkpp.accounts.models import Force
from vkpp.core.api import etags, idempotency
from vkpp.core.api.filters import Filters, Moment, Search, Words, YesNo
from vkpp.core.api.pagination import Order, Row
from vkpp.core.api.schema import pages_of
from vkpp.core.api.views import ApiView, ListView
from vkpp.core.models import Marking

FACTS = (
    *("title", "partnership", "published", "incident_year", "outcome", "age_band", "sex", "context", "harm_types"),
    *("strands", "police_before", "summary", "source_url", "marking", "state", "exclusion"),
)
TIMES = ("sent_at", "screened_at", "assured_at", "updated_at")
FIELDS = ("url", "reference", "type", "force", "duplicate_of", *FACTS, *TIMES, "version")
SENT = (
    *("type", "title", "partnership", "force", "published", "incident_year", "outcome", "age_band", "sex", "context"),
    *("harm_types", "strands", "police_before", "police_contact", "summary", "source_url", "marking"),
)
HELP = {
    "title": _("As it is published."),
    "partnership": _("The board or partnership that published it; may be empty."),
    "published": _("As exactly as it is known: 2021, 2021-05 or 2021-05-17; may be empty."),
    "incident_year": _("Year of the incident; null when it is not known."),
    "outcome": _("What happened to the person; empty: not known."),
    "age_band": _("Age of the person at the incident, in bands; empty: not known."),
    "sex": _("Sex of the person; empty: not known."),
    "context": _("Where the harm came from; empty: not known."),
    "harm_types": _("Codes of kinds of harm. See /harm-types/."),
    "strands": _("Codes of strands. See /strands/."),
    "police_before": _("Whether police were involved before the incident."),
    "summary": _("In a few sentences; may be empty."),
    "source_url": _("Where it is published; may be empty."),
    "marking": _("Security marking."),
    "state": _("sent, excluded, included, coding, comparing, coded or assured (learning is available)."),
    "exclusion": _("Why it is not included; empty for all others."),
    "sent_at": _("When it was sent in."),
    "screened_at": _("When it was decided whether it is included; null before that."),
    "assured_at": _("When its learning was quality-assured; null before that."),
    "updated_at": _("When it was last changed."),
    "version": _("Counts changes of what is said about it."),
}


class CaseRow(serializers.ModelSerializer[CaseReview]):
    """A published review of a death or of serious harm. It names no child, victim or family."""

    url = serializers.URLField(help_text=_("Where to read it."))
    reference = serializers.CharField(help_text=_("For example CR-00042. Never changes."))
    type = serializers.CharField(help_text=_("Code of the kind of review. See /review-types/."))
    force = serializers.CharField(allow_null=True, help_text=_("Code of the force; null: none, or more than one."))
    duplicate_of = serializers.CharField(
        allow_null=True, help_text=_("Reference of the review that it repeats; null for all others.")
    )

    class Meta:
        model = CaseReview
        fields = FIELDS
        extra_kwargs: ClassVar[dict[str, Any]] = {name: {"help_text": words} for name, words in HELP.items()}


class DocumentShape(serializers.ModelSerializer[Document]):
    """A document of a review."""

    class Meta:
        model = Document
        fields = ("name", "content_type", "size", "sha256", "marking", "text_state", "pages_total")
        extra_kwargs: ClassVar[dict[str, Any]] = {
            "name": {"help_text": _("Its name.")},
            "content_type": {"help_text": _("What kind of file it is.")},
            "size": {"help_text": _("In bytes.")},
            "sha256": {"help_text": _("Hash of its content.")},
            "marking": {"help_text": _("Security marking.")},
            "text_state": {"help_text": _("Whether its text can be read.")},
            "pages_total": {"help_text": _("How many pages it has; 0 while nobody knows.")},
        }


class CaseShape(CaseRow):
    """A case review with its documents."""

    police_contact = serializers.CharField(help_text=_("What police had to do with the person before; may be empty."))
    documents = DocumentShape(many=True, help_text=_("Its documents; read them in the portal."))

    class Meta(CaseRow.Meta):
        fields = (*FIELDS, "police_contact", "documents")  # type: ignore[assignment]  # a longer tuple than above


class NewCase(serializers.Serializer[Any]):
    """A review to send in. Only `type` and `title` are needed."""

    type = serializers.CharField(max_length=12, help_text=_("Code of the kind of review. See /review-types/."))
    title = serializers.CharField(max_length=300, help_text=HELP["title"])
    partnership = serializers.CharField(max_length=200, required=False, help_text=HELP["partnership"])
    force = serializers.CharField(max_length=40, required=False, help_text=_("Code of a force. See /forces/."))
    published = serializers.CharField(max_length=40, required=False, help_text=HELP["published"])
    incident_year = serializers.IntegerField(required=False, help_text=HELP["incident_year"])
    outcome = serializers.ChoiceField(Outcome.choices, required=False, help_text=HELP["outcome"])
    age_band = serializers.ChoiceField(AgeBand.choices, required=False, help_text=HELP["age_band"])
    sex = serializers.ChoiceField(Sex.choices, required=False, help_text=HELP["sex"])
    context = serializers.ChoiceField(  # type: ignore[assignment]  # the name is the API's, not the serializer's
        Context.choices, required=False, help_text=HELP["context"]
    )
    harm_types = serializers.ListField(child=serializers.CharField(), required=False, help_text=HELP["harm_types"])
    strands = serializers.ListField(child=serializers.CharField(), required=False, help_text=HELP["strands"])
    police_before = serializers.ChoiceField(Known.choices, required=False, help_text=HELP["police_before"])
    police_contact = serializers.CharField(
        max_length=3000, required=False, help_text=_("What police had to do with the person before, without names.")
    )
    summary = serializers.CharField(max_length=5000, required=False, help_text=HELP["summary"])
    source_url = serializers.CharField(max_length=400, required=False, help_text=HELP["source_url"])
    marking = serializers.ChoiceField(Marking.choices, required=False, help_text=HELP["marking"])
    although_similar = serializers.BooleanField(
        required=False, help_text=_("You looked at the reviews that are alike, and it is none of them.")
    )
    personal_data_kept = serializers.ListField(
        child=serializers.CharField(),
        required=False,
        help_text=_("Fingerprints of likely personal data that may stay, as the refusal named them."),
    )


class CaseFilters(Filters):
    """Filters of case reviews."""

    q = Search(method="filter_q", help_text=_("Words in title, board or summary."))
    type = Words(
        field_name="type__code",
        words=lambda: ReviewType.objects.values_list("code", flat=True),
        help_text=_("Code of a kind of review; may be given several times. See /review-types/."),
    )
    strand = Words(
        field_name="strands",
        array=True,
        words=lambda: Strand.objects.values_list("code", flat=True),
        help_text=_("Code of a strand; may be given several times. See /strands/."),
    )
    harm_type = Words(
        field_name="harm_types",
        array=True,
        words=lambda: HarmType.objects.values_list("code", flat=True),
        help_text=_("Code of a kind of harm; may be given several times. See /harm-types/."),
    )
    force = Words(
        field_name="force__code",
        words=lambda: Force.objects.values_list("code", flat=True),
        help_text=_("Code of a force; may be given several times. See /forces/."),
    )
    outcome = Words(words=Outcome.values, help_text=_("Outcome; may be given several times."))
    age_band = Words(words=AgeBand.values, help_text=_("Age; may be given several times."))
    state = Words(words=CaseState.values, help_text=_("State; may be given several times."))
    mine = YesNo(method="filter_mine", help_text=_("Sent in by you, or not."))
    updated_since = Moment(field_name="updated_at", help_text=_("Changed at this time or later."))

    def filter_q(self, rows: Any, _name: str, words: str) -> Any:
        """Reviews that have the words."""
        return rows.with_words(words) if words else rows

    def filter_mine(self, rows: Any, _name: str, wanted: bool | None) -> Any:
        """Sent in by who asks, or not."""
        if wanted is None:
            return rows
        own = {"sent_by": self.request.user.pk}
        return rows.filter(**own) if wanted else rows.exclude(**own)


class Cases(ListView):
    """Case reviews."""

    write_scope = "reviews:send"
    known_fields = FIELDS
    filters = CaseFilters
    orders: ClassVar[dict[str, Order]] = {
        "-sent_at": Order((("sent_at", "instant"), ("id", "number")), descending=True),
        "sent_at": Order((("sent_at", "instant"), ("id", "number"))),
        "-published": Order((("published", "text"), ("id", "number")), descending=True),
        "published": Order((("published", "text"), ("id", "number"))),
        "updated_at": Order((("updated_at", "instant"), ("id", "number"))),
    }
    default_order = "-sent_at"
    incremental = True

    def rows(self) -> "models.QuerySet[Any, Any]":
        """The reviews this person may see."""
        return _stored(self.filtered(CaseReview.objects.visible_to(self.request.user)))

    def shape(self, rows: list[Row]) -> list[Row]:
        """The reviews as they are shown."""
        return [_shown(row, self.request) for row in rows]

    @extend_schema(
        operation_id="case_reviews_list",
        tags=["Reviews"],
        summary=_("List case reviews"),
        description=_("The catalogue, and what you sent in yourself; the last sent in first. Staff see all."),
        responses={200: pages_of(CaseRow, "CaseReviewPage", incremental=True)},
    )
    def get(self, request: Request) -> Response:
        """A page of reviews."""
        return super().get(request)

    @extend_schema(
        operation_id="case_reviews_send",
        tags=["Reviews"],
        summary=_("Send a case review in"),
        description=_(
            "By the same rules as the form: it names nobody. Refused with 400 when a text looks like personal data, "
            "and with 409 when the portal may have the review already: look at `current.similar`, then send it again "
            "with `although_similar`. With an Idempotency-Key the request can be repeated safely: the same key gives the "
            "same review."
        ),
        parameters=[idempotency.PARAMETER],
        request=NewCase,
        responses={201: CaseShape, 200: CaseShape},
        examples=[
            OpenApiExample(
                "A review",
                value={"type": "DHR", "title": "Domestic Homicide Review, Anytown", "published": "2024-05"},
                request_only=True,
            )
        ],
    )
    def post(self, request: Request) -> Response:
        """Send one in."""
        key, body_hash = idempotency.key_of(request), idempotency.hash_of(dict(request.data))
        values, kept, although = _sent(dict(request.data))
        send: dict[str, Any] = {"values": values, "kept": kept, "although_similar": although}
        review, new = sending.send_once(key=key, body_hash=body_hash, by=request.user, **send)
        row = _detail(review.reference, request)
        headers = {"Location": row["url"]} if new else {}
        return Response(row, status=201 if new else 200, headers={**headers, "ETag": etags.tag_of(row, None)})


class OneCase(ApiView):
    """One case review."""

    known_fields = CaseShape.Meta.fields

    @extend_schema(
        operation_id="case_reviews_read",
        tags=["Reviews"],
        summary=_("Read a case review"),
        description=_("A case review with its documents. Its learning points are in /learning-points/."),
        responses={200: CaseShape},
    )
    def get(self, request: Request, case: str) -> Response:
        """The review with this reference."""
        reviews = CaseReview.objects.visible_to(request.user).filter(reference=case)
        self.one(reviews.values("id"))
        sending.look(review=reviews.get(), by=request.user, what="api")
        return self.shown(_detail(case, request))


def _sent(data: dict[str, Any]) -> tuple[dict[str, Any], list[str], bool]:
    """The values, and what the sender said about the portal's questions."""
    kept, although = data.pop("personal_data_kept", []), data.pop("although_similar", False)
    marks = [one for one in kept if isinstance(one, str)] if isinstance(kept, list) else []
    return data, marks, although is True


def _stored(rows: "models.QuerySet[CaseReview]") -> "models.QuerySet[Any, Any]":
    found: models.QuerySet[Any, Any] = rows.values(
        "id",
        "reference",
        "police_contact",
        "version",
        *FACTS,
        *TIMES,
        type_code=F("type__code"),
        force_code=F("force__code"),
        twin=F("duplicate_of__reference"),
    )
    return found


def _shown(row: Row, request: Request) -> Row:
    return {
        "url": request.build_absolute_uri(reverse("api:case_review", args=[row["reference"]])),
        "reference": row["reference"],
        "type": row["type_code"],
        "force": row["force_code"],
        "duplicate_of": row["twin"],
        **{name: row[name] for name in (*FACTS, *TIMES, "version")},
    }


def _detail(reference: str, request: Request) -> Row:
    (row,) = _stored(CaseReview.objects.visible_to(request.user).filter(reference=reference))
    documents = Document.objects.visible_to(request.user).filter(review=row["id"])
    shown = [dict(one) for one in documents.values(*DocumentShape.Meta.fields)]
    return {**_shown(row, request), "police_contact": row["police_contact"], "documents": shown}
