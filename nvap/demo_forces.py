"""Single forces in the running round of the demonstration, told through the actions as people would do them."""

import datetime as dt
from typing import Any

from django.utils import timezone

from nvap.actions import amending, answering, assigning, carrying, comments, evidence, improving, queries, reviewing
from nvap.demo_answers import DEMONSTRATION, Voice
from nvap.demo_history import Team
from nvap.demo_people import holder
from nvap.derived import Answered
from nvap.form_spec import spec
from nvap.models import Gap, Response, Return, Round, Theme
from nvap.vocab import CommentAudience, Provenance, ReturnState
from vkpp.accounts.roles import RoleCode

NORFOLK, KENT = "norfolk", "kent"
CODED = 6


def tell(made: Round, people: dict[int, Team]) -> None:
    """Norfolk half way, Kent asked by VKPP, one force amending, and what VKPP reads in the others."""
    returns = {ret.force.code: ret for ret in Return.objects.filter(round=made).select_related("force", "round__form")}
    _norfolk(returns[NORFOLK], people[returns[NORFOLK].force_id])
    sent = [ret for ret in returns.values() if ret.state == ReturnState.SUBMITTED and ret.force.code != KENT]
    sent.sort(key=lambda ret: ret.force.code)
    for ret in sent:
        _coded(ret, people[ret.force_id].checker)
    _kent(returns[KENT], people[returns[KENT].force_id])
    _queried(sent[0], people[sent[0].force_id])
    accepted = min(
        (ret for ret in returns.values() if ret.state == ReturnState.ACCEPTED), key=lambda ret: ret.force.code
    )
    _amending(accepted, people[accepted.force_id])


def _answer_of(ret: Return, code: str) -> Response:
    response: Response = Response.objects.select_related("action_version__theme", "carried_from").get(
        ret=ret, action_version__code=code
    )
    response.ret = ret
    return response


def _answered(response: Response, by: Any, **over: Any) -> Response:
    """The voice of the force about one action, with `over` on top, typed by this person."""
    action = response.action_version
    voice = Voice(response.ret.force.code, 2)
    form = spec(response.ret.round.form)
    values = voice.answers(action.action.code, form.questions_of(action.code)) | over
    asked = {question.code for question in Answered(form, action.code, values).asked}
    values = {code: value for code, value in values.items() if code in asked}
    gone = {code: None for code in response.answers if code not in values}
    return answering.save(response=response, values=values | gone, version=response.version, by=by, confirm=True)


def _norfolk(ret: Return, team: Team) -> None:
    lead, colleague = holder(RoleCode.CONTRIBUTOR, NORFOLK), holder(RoleCode.CONTRIBUTOR, NORFOLK, 1)
    themes = {theme.code: theme for theme in Theme.objects.filter(plan=ret.round.plan_id)}
    due = timezone.localdate() + dt.timedelta(days=7)
    assigning.assign(ret=ret, person=lead, things=[themes["2.1"], themes["2.4"]], due_on=due, by=team.lead)
    assigning.assign(
        ret=ret, person=colleague, things=[themes["2.2"]], due_on=due, by=team.lead, note="Start with 2.2.1."
    )
    for code, by, over in (
        ("2.1.1", lead, EMBEDDED),
        ("2.1.2", lead, {}),
        ("2.2.1", colleague, WITH_GAP),
        ("2.4.1", lead, WITH_PRACTICE),
        ("2.6.1", team.lead, {}),
    ):
        _answered(_answer_of(ret, code), by, **over)
    shown = _answer_of(ret, "2.1.1")
    evidence.add_link(
        response=shown, url="https://www.vkpp.org.uk/", title="Demonstration: training record, page for forces", by=lead
    )
    proposals = Response.objects.filter(ret=ret, action_version__theme=themes["2.5"], provenance=Provenance.CARRIED)
    carrying.confirm_theme(
        ret=ret, theme=themes["2.5"], versions=dict(proposals.values_list("pk", "version")), by=team.lead
    )
    gap = _answer_of(ret, "2.2.1")
    comments.add(response=gap, text=f"{DEMONSTRATION}Can we say how many records we read?", by=team.lead)
    comments.add(
        response=gap, text=f"{DEMONSTRATION}Forty a month since April.", by=colleague, audience=CommentAudience.FORCE
    )
    _improvement(gap, team)


def _improvement(response: Response, team: Team) -> None:
    improvement = improving.from_gap(gap=Gap.objects.get(response=response, identified_by="force"), by=team.lead)
    values = {"due_on": timezone.localdate() + dt.timedelta(days=60), "accountable": team.chief}
    improving.change(improvement=improvement, values=values, version=improvement.version, by=team.lead)
    improving.report(
        improvement=improvement, text=f"{DEMONSTRATION}Dates for training are agreed with two districts.", by=team.lead
    )


def _coded(ret: Return, by: Any) -> None:
    """What VKPP reads in a return that was sent: a practice and a gap that the force did not name itself."""
    quiet = Response.objects.filter(ret=ret, not_applicable=False).select_related("action_version")
    for response in list(quiet.filter(has_practice=False, scores__implementation__gte=3).order_by("pk"))[:2]:
        response.ret = ret
        reviewing.note_practice(
            response=response, text=f"{DEMONSTRATION}The daily look at repeat callers is worth sharing.", by=by
        )
    for response in list(quiet.filter(has_gap=False, scores__implementation__lte=1).order_by("pk"))[:1]:
        response.ret = ret
        reviewing.note_gap(response=response, text=f"{DEMONSTRATION}Nothing is said about nights and weekends.", by=by)


def _kent(ret: Return, team: Team) -> None:
    """VKPP has two questions; Kent has answered one of them."""
    first = queries.raise_query(
        response=_answer_of(ret, "2.1.1"),
        subject="Training at nights",
        text=f"{DEMONSTRATION}Does the training reach the night shift in the control room?",
        by=team.checker,
    )
    queries.raise_query(
        response=_answer_of(ret, "2.4.1"),
        subject="How the survey is used",
        text=f"{DEMONSTRATION}You mention a survey of victims. Who reads the results, and what has changed since?",
        by=team.checker,
        blocking=False,
    )
    reviewing.send_back(ret=ret, by=team.checker)
    queries.answer(
        query=first, text=f"{DEMONSTRATION}Yes, since September, on the first night of each set.", by=team.lead
    )


def _queried(ret: Return, team: Team) -> None:
    queries.raise_query(
        response=_answer_of(ret, "2.2.2"),
        subject="Level and text",
        text=f"{DEMONSTRATION}The text speaks of two districts, the level of the whole force. Which is right?",
        by=team.checker,
        due_on=timezone.localdate() + dt.timedelta(days=1),
    )
    reviewing.send_back(ret=ret, by=team.checker)


def _amending(ret: Return, team: Team) -> None:
    amendment = amending.ask(
        ret=ret, reason=f"{DEMONSTRATION}The joint desk was closed in October; 2.2.3 must say so.", by=team.lead
    )
    amending.decide(amendment=amendment, approve=True, material=False, reason="Agreed.", by=team.checker)


EMBEDDED: dict[str, Any] = {
    "implementation": "embedding",
    "impact": "some",
    "now": f"{DEMONSTRATION}Call handlers and response officers have completed the training; the control room uses one "
    "structured assessment for every call, and repeat callers are shown automatically.",
    "gap": False,
}
WITH_GAP: dict[str, Any] = {
    "implementation": "developing",
    "impact": "first_signs",
    "gap": True,
    "gap_kinds": ["knowledge", "capacity"],
    "gap_text": f"{DEMONSTRATION}Two of six districts have not been trained since the last return.",
    "practice": False,
}
WITH_PRACTICE: dict[str, Any] = {
    "implementation": "embedding",
    "impact": "clear",
    "practice": True,
    "practice_text": f"{DEMONSTRATION}Officers film a short account of the victim's words, with consent, for the case file.",
    "share": True,
    "gap": False,
}
