"""The ways of a case review, a recommendation, a briefing and a peer review, as tables a chief officer could read."""

from django.utils.translation import gettext_lazy as _

from reviews import people, rules
from vkpp.core.workflow import State, Step, Workflow

STAFF = _("VKPP staff")
THIRD = _("VKPP staff who are not its coders")
SECOND = _("a second member of VKPP staff, never its author")
WHOEVER = _("its owner, the force it is for, or VKPP staff")
FORCE = _("the force's NVAP lead or chief officer")
LEADS = _("the team's lead or VKPP staff")

CASE = Workflow(
    name="case_review",
    insider=people.may_code,
    states=(
        State("sent", _("Sent in"), _("With VKPP"), "blue"),
        State("excluded", _("Not included"), _("Not included"), "grey"),
        State("included", _("Included, waiting for coders"), _("In the catalogue"), "yellow"),
        State("coding", _("Being coded"), _("In the catalogue"), "purple"),
        State("comparing", _("Codings to be brought together"), _("In the catalogue"), "orange"),
        State("coded", _("Coded"), _("In the catalogue"), "teal"),
        State("assured", _("Quality-assured"), _("Learning available"), "green"),
    ),
    steps=(
        Step(
            *("include", _("Include it"), ("sent", "excluded"), "included", STAFF, people.may_code),
            rules.missing_for_inclusion,
            button="primary",
        ),
        Step(
            *("exclude", _("Do not include it"), ("sent", "included"), "excluded", STAFF, people.may_code),
            needs_reason=True,
        ),
        Step("reconsider", _("Screen it again"), ("excluded", "included"), "sent", STAFF, people.may_code),
        Step("code", _("Give it to two coders"), ("included",), "coding", STAFF, people.may_code, button="primary"),
        Step(
            *("adopt", _("Use the coding it came with"), ("included",), "coded", STAFF, people.may_code),
            rules.missing_for_adopting,
        ),
        Step("hand_back", _("Take it from its coders"), ("coding",), "included", STAFF, people.may_code),
        Step(
            *("compare", _("Bring the codings together"), ("coding",), "comparing", _("the portal"), people.may_code),
            rules.missing_for_comparing,
        ),
        Step("resolve", _("Agree the coding"), ("comparing",), "coded", THIRD, people.may_resolve, button="primary"),
        Step("assure", _("Quality-assure it"), ("coded",), "assured", THIRD, people.may_resolve, button="primary"),
        Step(
            *("recode", _("Have it coded anew"), ("coded", "assured"), "included", STAFF, people.may_code),
            needs_reason=True,
        ),
    ),
)

RECOMMENDATION = Workflow(
    name="recommendation",
    states=(
        State("open", _("Open"), _("Open"), "orange"),
        State("under_way", _("Under way"), _("Under way"), "blue"),
        State("done", _("Done"), _("Done"), "green"),
        State("not_accepted", _("Not accepted"), _("Not accepted"), "grey"),
    ),
    steps=(
        Step("begin", _("Begin"), ("open",), "under_way", WHOEVER, people.may_work_on_recommendation),
        Step("finish", _("Mark as done"), ("open", "under_way"), "done", WHOEVER, people.may_work_on_recommendation),
        Step(
            *("refuse", _("Do not accept it"), ("open", "under_way"), "not_accepted", WHOEVER),
            people.may_work_on_recommendation,
            needs_reason=True,
        ),
        Step(
            *("resume", _("Take it up again"), ("done", "not_accepted"), "under_way", WHOEVER),
            people.may_work_on_recommendation,
        ),
    ),
)

BRIEFING = Workflow(
    name="briefing",
    states=(
        State("draft", _("Draft"), _("Draft"), "grey"),
        State("review", _("With its reviewer"), _("With its reviewer"), "yellow"),
        State("published", _("Published"), _("Published"), "green"),
        State("withdrawn", _("Withdrawn"), _("Withdrawn"), "grey"),
    ),
    steps=(
        Step(
            *("ask_review", _("Send to its reviewer"), ("draft",), "review", STAFF, people.may_write_briefings),
            rules.missing_for_review,
            button="primary",
        ),
        Step(
            *("return", _("Return to its author"), ("review",), "draft", STAFF, people.may_write_briefings),
            needs_reason=True,
        ),
        Step("publish", _("Publish"), ("review",), "published", SECOND, people.may_publish_briefing, button="primary"),
        Step(
            *("withdraw", _("Withdraw"), ("published",), "withdrawn", STAFF, people.may_write_briefings),
            needs_reason=True,
        ),
    ),
)

PEER = Workflow(
    name="peer_review",
    states=(
        State("requested", _("Asked for"), _("Asked for"), "blue"),
        State("declined", _("Declined"), _("Declined"), "grey"),
        State("scoping", _("Scope and terms being agreed"), _("Scope and terms being agreed"), "yellow"),
        State("preparing", _("Being prepared"), _("Being prepared"), "purple"),
        State("fieldwork", _("Fieldwork"), _("Fieldwork"), "orange"),
        State("drafting", _("Report being written"), _("Report being written"), "navy"),
        State("factual", _("Factual accuracy being checked"), _("Factual accuracy being checked"), "teal"),
        State("final", _("Final report"), _("Final report"), "green"),
        State("followed_up", _("Followed up"), _("Followed up"), "green"),
        State("withdrawn", _("Withdrawn"), _("Withdrawn"), "grey"),
    ),
    steps=(
        Step(
            *("accept", _("Accept the request"), ("requested", "declined"), "scoping", STAFF, people.may_arrange),
            rules.missing_for_scoping,
            button="primary",
        ),
        Step(
            *("decline", _("Decline the request"), ("requested",), "declined", STAFF, people.may_arrange),
            needs_reason=True,
        ),
        Step(
            *("prepare", _("Scope and terms are agreed"), ("scoping",), "preparing", STAFF, people.may_arrange),
            rules.missing_for_preparing,
            button="primary",
        ),
        Step(
            *("rescope", _("Change scope or terms"), ("preparing",), "scoping", STAFF, people.may_arrange),
            needs_reason=True,
        ),
        Step(
            *("start", _("Start fieldwork"), ("preparing",), "fieldwork", LEADS, people.may_lead_team),
            rules.missing_for_fieldwork,
            button="primary",
        ),
        Step(
            *("write", _("Fieldwork is done"), ("fieldwork",), "drafting", LEADS, people.may_lead_team),
            button="primary",
        ),
        Step("go_back", _("More fieldwork"), ("drafting",), "fieldwork", LEADS, people.may_lead_team),
        Step(
            *("send_draft", _("Send the draft to the force"), ("drafting",), "factual", LEADS, people.may_lead_team),
            rules.missing_for_draft,
            button="primary",
        ),
        Step(
            *("redraft", _("Work on the draft again"), ("factual",), "drafting", LEADS, people.may_lead_team),
            needs_reason=True,
        ),
        Step(
            *("finish", _("Send the final report"), ("factual",), "final", LEADS, people.may_lead_team),
            rules.missing_for_final,
            button="primary",
        ),
        Step(
            *("follow_up", _("The follow-up is done"), ("final",), "followed_up", LEADS, people.may_lead_team),
            rules.missing_for_follow_up,
            button="primary",
        ),
        Step(
            *("withdraw", _("Withdraw the review"), ("requested", "scoping", "preparing"), "withdrawn", FORCE),
            people.may_ask,
            needs_reason=True,
        ),
    ),
)

ANSWERS = _("the force's NVAP lead or chief officer, or whom they asked to find it")
TEAM = _("the cleared team or VKPP staff")

EVIDENCE_REQUEST = Workflow(
    name="evidence_request",
    states=(
        State("open", _("Open"), _("Open"), "orange"),
        State("supplied", _("Supplied"), _("Supplied"), "blue"),
        State("accepted", _("Looked at"), _("Looked at"), "green"),
        State("not_held", _("The force does not have it"), _("The force does not have it"), "grey"),
        State("cancelled", _("No longer needed"), _("No longer needed"), "grey"),
    ),
    steps=(
        Step(
            *("supply", _("Give it to the team"), ("open", "supplied", "not_held"), "supplied", ANSWERS),
            people.may_answer_request,
            button="primary",
        ),
        Step(
            *("take_back", _("Take back the only piece"), ("supplied",), "open", ANSWERS),
            people.may_answer_request,
        ),
        Step(
            *("not_held", _("Say that the force does not have it"), ("open",), "not_held", ANSWERS),
            people.may_answer_request,
            needs_reason=True,
        ),
        Step(
            *("accept", _("Mark as looked at"), ("supplied", "not_held"), "accepted", TEAM, people.may_judge_request),
            button="primary",
        ),
        Step(
            *("ask_again", _("Ask again"), ("supplied", "not_held", "accepted", "cancelled"), "open", TEAM),
            people.may_judge_request,
            needs_reason=True,
        ),
        Step(
            *("cancel", _("It is no longer needed"), ("open", "not_held"), "cancelled", TEAM, people.may_judge_request),
        ),
    ),
)
