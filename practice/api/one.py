"""One example, as it is published or as it is being written."""

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import OpenApiExample, PolymorphicProxySerializer, extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from practice.actions import authoring
from practice.actions.bank import look
from practice.api import bank, shapes, working
from practice.api.base import WorkingView, named_as_sent, values_sent, working_copies, working_copy
from practice.models import BankEntry, Practice, PracticeRevision
from vkpp.core.api import etags, parameters
from vkpp.core.api.errors import Stale
from vkpp.core.api.filters import Filters, One
from vkpp.core.api.schema import IF_MATCH
from vkpp.core.exceptions import Conflict
from vkpp.core.models import Marking

DETAIL = PolymorphicProxySerializer(
    component_name="Practice",
    serializers={"published": shapes.PublishedPractice, "working": shapes.WorkingPractice},
    resource_type_field_name="kind",
    many=False,
)


class DetailFilters(Filters):
    """Which of the two."""

    scope = One(
        words=("bank", "working"),
        help_text=gettext_lazy("bank: as it is published (default). working: the authors' working copy."),
    )


class OnePractice(WorkingView):
    """One example, as published or as it is being written."""

    public = True
    filters = DetailFilters
    known_fields = tuple(dict.fromkeys((*bank.DETAIL_FIELDS, *working.DETAIL_FIELDS)))

    @extend_schema(
        operation_id="practices_read",
        tags=["Practice"],
        summary=gettext_lazy("Read an example"),
        description=gettext_lazy(
            "Every answer, as it was when published; or with scope=working the working copy for its authors, their "
            "force and staff, with state, version and what you may do with it now."
        ),
        responses={200: DETAIL},
    )
    def get(self, request: Request, reference: str) -> Response:
        """The example."""
        scope = DetailFilters(request.query_params, queryset=BankEntry.objects.none()).cleaned()["scope"]
        if scope == "working":
            if not request.user.is_authenticated:
                self.permission_denied(request)
            fields = parameters.chosen_fields(request.query_params, working.DETAIL_FIELDS)
            return working.answer(working_copy(request, reference), request, fields=fields)
        entries = BankEntry.objects.visible_to(request.user).filter(practice__reference=reference)
        row = bank.detail(entries, request)
        if row is None:
            if working_copies(request).filter(reference=reference).exists():
                raise NotFound(_("This is not in the practice bank. Add scope=working to read the working copy."))
            raise Http404
        if row["marking"] == Marking.OFFICIAL_SENSITIVE:
            look(practice=Practice.objects.get(reference=reference), by=request.user)
        fields = parameters.chosen_fields(request.query_params, bank.DETAIL_FIELDS)
        return self.tagged(parameters.narrow(row, fields), row, fields)

    @extend_schema(
        operation_id="practices_change",
        tags=["Writing"],
        summary=gettext_lazy("Change a draft"),
        description=gettext_lazy(
            "Saves the answers you send and leaves the others; the same rules as in the forms, all or nothing. If-Match "
            "says which version you have read. What others saved meanwhile is kept where it concerns other answers; "
            "where it concerns the same ones nothing is saved, and the answer 409 holds theirs (`current`) and yours."
        ),
        parameters=[IF_MATCH],
        request=shapes.PracticeChange,
        responses={200: shapes.WorkingPractice},
        examples=[
            OpenApiExample(
                "A new title and an answer to a question of the call",
                value={"title": "Text messages within an hour", "answers": {"partners": "Victim Support"}},
                request_only=True,
            )
        ],
    )
    def patch(self, request: Request, reference: str) -> Response:
        """Save some answers."""
        practice = working_copy(request, reference)
        version = etags.version_given(request)
        values = values_sent(dict(request.data))
        try:
            authoring.save(
                practice=practice,
                values=values,
                version=version,
                by=request.user,
                source=PracticeRevision.Source.API,
            )
        except Conflict as conflict:
            yours = {name: value for name, value in values.items() if name in conflict.current}
            raise Stale(conflict.message, conflict.current, named_as_sent(yours)) from conflict
        return working.answer(working_copy(request, reference), request)
