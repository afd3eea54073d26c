"""The overview of a return: how far it is, what is due, what waits, whose it is."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from nvap import people
from nvap.actions import open_return
from nvap.form_spec import spec
from nvap.links import return_page
from nvap.models import Assignment, Return
from nvap.presenters import return_steps, task_html
from nvap.presenters.tasks import Tasks
from nvap.wording import of_value
from nvap.workflow import RETURN


def page(user: Any, ret: Return, show: str) -> dict[str, Any]:
    """Everything the template shows."""
    tasks = Tasks(ret, user)
    url = return_page(ret)
    following = tasks.next_open()
    closed = open_return.closed_sentence(ret)
    may_answer = people.may_answer_some(user, ret)
    whole = people.may_read_whole(user, ret)
    return {
        "ret": ret,
        "state": RETURN.state(ret.state),
        "show": show,
        "tasks": tasks,
        "progress": _("%(n)s of %(m)s actions answered") % {"n": tasks.done, "m": tasks.total},
        "filters": task_html.filters(tasks, url, show),
        "themes": [
            {"theme": theme, "html": task_html.task_list(ret, theme.tasks, show), "done": theme.done == theme.total}
            for theme in tasks.themes(show)
        ],
        "closed": closed if may_answer else "",
        "writes": may_answer and not closed,
        "leads": people.may_lead(user, ret),
        "whole": whole,
        "next": {
            "code": following.code,
            "href": task_html.address(ret, following.code, "mine" if following.mine else "all"),
        }
        if following is not None
        else None,
        "ends": ret.round.end_for(ret.force_id),
        "buttons": return_steps.buttons(ret, user) if whole else [],
        "came_back": return_steps.came_back(ret) if whole else {},
    }


def waiting(user: Any, ret: Return, theme: Any) -> list[dict[str, Any]]:
    """The proposals of a theme that this person may confirm, with their answers in words."""
    form, found = spec(ret.round.form), []
    rows = ret.responses.filter(action_version__theme=theme, provenance="carried").select_related("action_version")
    for response in rows.order_by("action_version__order", "action_version__code"):
        response.ret = ret
        if not people.may_answer(user, response):
            continue
        answers = [
            {"key": question.label, "value": of_value(question, response.answers[question.code])}
            for question in form.questions_of(response.action_version.code)
            if question.code in response.answers
        ]
        found.append(
            {
                "response": response,
                "action": response.action_version,
                "rows": answers,
                "href": task_html.address(ret, response.action_version.code),
            }
        )
    return found


def assignments(ret: Return) -> list[dict[str, Any]]:
    """Who is to answer what, person by person."""
    rows = Assignment.objects.filter(ret=ret, ended_at=None).select_related("person", "theme", "action_version")
    today = timezone.localdate()
    found: dict[int, dict[str, Any]] = {}
    for row in rows.order_by("person__display_name", "person_id", "theme__code", "action_version__code"):
        group = found.setdefault(row.person_id, {"person": row.person, "rows": []})
        group["rows"].append(
            {
                "what": str(row.theme or row.action_version),
                "is_theme": row.theme_id is not None,
                "due": row.due_on,
                "late": row.due_on is not None and row.due_on < today,
                "note": row.note,
                "end_url": reverse("nvap:unassign", args=[ret.round.code, ret.force.code, row.pk]),
            }
        )
    return list(found.values())
