"""Random histories of a return: a signed version never changes, and only moves of the table ever happen."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nvap.actions import amending, queries, reviewing, signing
from nvap.canonical import content, digest
from nvap.models import Query, Submission, SubmittedAnswer
from nvap.workflow import RETURN
from tests.factories.accounts import ForceFactory, person
from tests.factories.nvap import a_return, all_answered, answer_of, answered
from vkpp.core.exceptions import PortalError
from vkpp.core.models import AuditEvent

pytestmark = pytest.mark.django_db(transaction=False)

CODES = ("2.1.1", "2.1.2", "2.2.1")
LEVELS = ("planned", "developing", "embedding")


class History:
    """One force's return with everybody who acts on it; each step may be refused, and then nothing has changed."""

    def __init__(self):
        force = ForceFactory()
        self.lead, self.chief, self.staff = (
            person("nvap_lead", force),
            person("chief_officer", force),
            person("vkpp_staff"),
        )
        self.ret = a_return(force)
        all_answered(self.ret, by=self.lead)
        self.ret.refresh_from_db()
        self.frozen = {}

    def change(self, code, level):
        answered(self.ret, code, by=self.lead, implementation=level)

    def sign(self, *_more):
        current = digest(content(self.ret))
        signing.sign(ret=self.ret, statement="Yes.", content_hash=current, by=self.chief)

    def ask(self, code, _level):
        queries.raise_query(response=answer_of(self.ret, code), subject="S", text="T", by=self.staff)

    def reply(self, *_more):
        for query in Query.objects.filter(response__ret=self.ret, state="open"):
            queries.answer(query=query, text="A.", by=self.lead)

    def close(self, *_more):
        for query in Query.objects.filter(response__ret=self.ret).exclude(state="closed"):
            queries.close(query=query, by=self.staff)

    def amend(self, *_more):
        amendment = amending.ask(ret=self.ret, reason="Wrong.", by=self.lead)
        amending.decide(amendment=amendment, approve=True, material=False, reason="Fine.", by=self.staff)

    def do(self, step, code, level):
        """Take one step; a refusal leaves the return as it was."""
        own = {
            "send": lambda: signing.send_for_signature(ret=self.ret, by=self.lead),
            "recall": lambda: signing.recall(ret=self.ret, by=self.lead),
            "unsigned": lambda: signing.return_unsigned(ret=self.ret, reason="No.", by=self.chief),
            "submit": lambda: signing.submit(ret=self.ret, by=self.lead),
            "send_back": lambda: reviewing.send_back(ret=self.ret, by=self.staff),
            "accept": lambda: reviewing.accept(ret=self.ret, by=self.staff),
            "reopen": lambda: reviewing.reopen(ret=self.ret, reason="Again.", by=self.staff),
        }
        before = type(self.ret).objects.values("state", "signed", "validated", "version").get(pk=self.ret.pk)
        try:
            own[step]() if step in own else getattr(self, step)(code, level)
        except PortalError:
            after = type(self.ret).objects.values("state", "signed", "validated", "version").get(pk=self.ret.pk)
            assert after == before
        self.ret = type(self.ret).objects.select_related("round", "force").get(pk=self.ret.pk)

    def check(self):
        """What must always be true."""
        for version in Submission.objects.filter(ret=self.ret):
            rows = SubmittedAnswer.objects.filter(submission=version).order_by("action_version__code")
            now = (version.content_hash, digest(version.content), list(rows.values_list("answers", "scores")))
            assert self.frozen.setdefault(version.pk, now) == now
            assert now[0] == now[1]
        holding = self.ret.sign_offs.filter(voided_at=None)
        assert holding.count() == (self.ret.signed_id is not None)
        if self.ret.signed_id is not None:
            assert holding.get().submission_id == self.ret.signed_id
            assert digest(content(self.ret)) == self.ret.signed.content_hash


STEPS = st.sampled_from(
    ["change", "send", "sign", "submit", "ask", "reply", "close", "send_back", "accept", "amend"] * 2
    + ["recall", "unsigned", "reopen"]
)
USUAL = [("send", "2.1.1", "planned"), ("sign", "2.1.1", "planned"), ("submit", "2.1.1", "planned")]


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(STEPS, st.sampled_from(CODES), st.sampled_from(LEVELS)), max_size=14))
def test_signed_version_never_changes_and_only_allowed_moves_happen(steps):
    history = History()
    for step, code, level in [*USUAL, *steps]:
        history.do(step, code, level)
        history.check()
    allowed = {(f"return.{step.action}", source, step.target) for step in RETURN.steps for source in step.source}
    moves = AuditEvent.objects.filter(
        target_type="nvap.return", target_id=str(history.ret.pk), before__has_key="state"
    ).order_by("id")
    state = "not_started"
    for move in moves:
        assert (move.verb, move.before["state"], move.after["state"]) in allowed
        assert move.before["state"] == state
        state = move.after["state"]
    assert state == history.ret.state
