"""The theory of change of an example, as published or as it is being written; replaced as a whole."""

from typing import Any, ClassVar

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from practice.actions import authoring
from practice.actions.bank import look
from practice.api.base import WorkingView, named_as_sent, working_copy
from practice.api.one import DetailFilters
from practice.models import BankEntry, Practice, PracticeRevision
from practice.theory import hints, sent, shape, store
from practice.theory.shape import Theory
from practice.theory.vocab import LONGEST
from vkpp.core.api import etags
from vkpp.core.api.errors import Stale
from vkpp.core.api.schema import IF_MATCH
from vkpp.core.exceptions import Conflict
from vkpp.core.models import Marking


class BoxShape(serializers.Serializer[Any]):
    """A box of a column."""

    key = serializers.CharField(
        required=False, help_text=gettext_lazy("Names the box for good, for example activity-2; made when left out.")
    )
    text = serializers.CharField(max_length=LONGEST, help_text=gettext_lazy("What it says."))
    leads_to = serializers.ListField(
        child=serializers.CharField(), required=False, help_text=gettext_lazy("Keys of boxes of later columns.")
    )


class AssumptionShape(serializers.Serializer[Any]):
    """What must be true."""

    key = serializers.CharField(
        required=False, help_text=gettext_lazy("Names it for good, for example assumption-1; made when left out.")
    )
    text = serializers.CharField(max_length=LONGEST, help_text=gettext_lazy("What it says."))
    about = serializers.CharField(
        required=False,
        allow_blank=True,
        help_text=gettext_lazy("A box (activity-1), an arrow (activity-1>output-1), or empty: all of it."),
    )


def _column(words: Any) -> serializers.BaseSerializer[Any]:
    return BoxShape(many=True, required=False, help_text=words)


class ColumnsShape(serializers.Serializer[Any]):
    """The columns, in order, and the assumptions."""

    input = _column(gettext_lazy("What goes in."))
    activity = _column(gettext_lazy("What is done."))
    output = _column(gettext_lazy("What comes out and can be counted."))
    outcome = _column(gettext_lazy("What changes for people."))
    impact = _column(gettext_lazy("What gets better in the long run."))
    assumption = AssumptionShape(many=True, required=False, help_text=gettext_lazy("What must be true for it to work."))


class HintShape(serializers.Serializer[Any]):
    """Something that is still to do."""

    key = serializers.CharField(help_text=gettext_lazy("The box that it is about; empty: the whole."))
    text = serializers.CharField(help_text=gettext_lazy("What to do, in a sentence."))


class TheoryShape(serializers.Serializer[Any]):
    """The theory of change of an example."""

    reference = serializers.CharField(help_text=gettext_lazy("The example."))
    version = serializers.IntegerField(
        allow_null=True, help_text=gettext_lazy("Version of the working copy; null for what is published.")
    )
    marking = serializers.CharField(help_text=gettext_lazy("Security marking of the example."))
    theory = ColumnsShape(help_text=gettext_lazy("Every column; empty when nobody wrote a theory."))
    percent = serializers.IntegerField(help_text=gettext_lazy("Share of the checks on its completeness that are met."))
    hints = HintShape(many=True, help_text=gettext_lazy("What is still to do."))


class TheoryChange(serializers.Serializer[Any]):
    """A theory of change that takes the place of the one there was."""

    theory = ColumnsShape(help_text=gettext_lazy("Every column with at most eight boxes; what is left out is emptied."))


EXAMPLE = OpenApiExample(
    "A short theory",
    value={
        "theory": {
            "input": [{"text": "A worker in each custody suite", "leads_to": ["activity-1"]}],
            "activity": [{"text": "Coaching in custody", "leads_to": ["output-1"]}],
            "output": [{"text": "People coached", "leads_to": ["outcome-1"]}],
            "outcome": [{"text": "More people in work", "leads_to": ["impact-1"]}],
            "impact": [{"text": "Less violence"}],
            "assumption": [{"text": "They want to talk.", "about": "activity-1>output-1"}],
        }
    },
    request_only=True,
)


def _shown(theory: Theory, reference: str, marking: str, version: int | None) -> dict[str, Any]:
    share = hints.completeness(theory)
    return {
        "reference": reference,
        "version": version,
        "marking": marking,
        "theory": shape.frozen(theory),
        "percent": share.percent,
        "hints": [{"key": hint.key, "text": hint.text} for hint in share.hints],
    }


def _working(practice: Practice, request: Request) -> Response:
    shown = _shown(store.load(practice), practice.reference, practice.marking, practice.version)
    tag = etags.tag_of(shown, version=practice.version)
    if request.method == "GET" and etags.has_already(request, tag):
        return Response(status=304, headers={"ETag": tag})
    return Response(shown, headers={"ETag": tag})


class OneTheory(WorkingView):
    """The theory of one example."""

    public = True
    filters = DetailFilters
    preconditions: ClassVar[Any] = ("PUT",)

    @extend_schema(
        operation_id="practices_theory_read",
        tags=["Practice"],
        summary=gettext_lazy("Read the theory of change of an example"),
        description=gettext_lazy(
            "As it was published; with scope=working as it is being written, with the version for If-Match. A box leads "
            "to boxes of later columns; an assumption is about a box, an arrow or all of it."
        ),
        responses={200: TheoryShape},
    )
    def get(self, request: Request, reference: str) -> Response:
        """The theory."""
        scope = DetailFilters(request.query_params, queryset=BankEntry.objects.none()).cleaned()["scope"]
        if scope == "working":
            if not request.user.is_authenticated:
                self.permission_denied(request)
            return _working(working_copy(request, reference), request)
        entries = BankEntry.objects.visible_to(request.user).select_related("publication", "practice")
        entry = entries.filter(practice__reference=reference).first()
        if entry is None:
            raise Http404
        if entry.practice.marking == Marking.OFFICIAL_SENSITIVE:
            look(practice=entry.practice, by=request.user)
        theory = shape.thawed(entry.publication.content.get("theory"))
        shown = _shown(theory, reference, entry.practice.marking, None)
        return self.tagged(shown, shown)

    @extend_schema(
        operation_id="practices_theory_replace",
        tags=["Writing"],
        summary=gettext_lazy("Replace the theory of change of a draft"),
        description=gettext_lazy(
            "Takes the place of the theory there was; the same rules as in the forms, all or nothing. If-Match says "
            "which version you have read. Boxes that others changed meanwhile and you change too are answered with 409."
        ),
        parameters=[IF_MATCH],
        request=TheoryChange,
        responses={200: TheoryShape},
        examples=[EXAMPLE],
    )
    def put(self, request: Request, reference: str) -> Response:
        """Replace it."""
        practice = working_copy(request, reference)
        version = etags.version_given(request)
        data: dict[str, Any] = dict(request.data)
        if set(data) != {"theory"}:
            raise ValidationError({"theory": [_("Send an object with “theory” and nothing else.")]})
        values = sent.answers(data["theory"])
        source = PracticeRevision.Source.API
        try:
            authoring.save(practice=practice, values=values, version=version, by=request.user, source=source)
        except Conflict as conflict:
            yours = {name: value for name, value in values.items() if name in conflict.current}
            raise Stale(conflict.message, conflict.current, named_as_sent(yours)) from conflict
        return _working(working_copy(request, reference), request)
