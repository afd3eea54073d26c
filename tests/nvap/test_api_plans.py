"""Plans, themes, actions, successions, crosswalks and rounds in the API."""

import datetime as dt

import pytest
from django.utils import timezone

from nvap.models import (
    ActionVersion,
    Crosswalk,
    Framework,
    FrameworkItem,
    PlanVersion,
    Succession,
    Theme,
    Toolkit,
)
from tests.api.clients import program, refusal
from tests.factories.accounts import person
from tests.factories.nvap import ACTIONS, a_plan, a_round
from tests.queries import queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader():
    return program(person("force_analyst"))


@pytest.fixture
def plan():
    return a_plan()


def draft(**fields):
    """A plan version that is being prepared, with one theme and one action."""
    plan = PlanVersion.objects.create(
        framework=Framework.objects.get_or_create(code="nvap", defaults={"name": "NVAP", "kind": "plan"})[0],
        code="nvap-next",
        title="Zzq next plan",
        effective_from=dt.date(2027, 1, 1),
        **fields,
    )
    theme = Theme.objects.create(plan=plan, code="9", title="Zzq theme")
    lineage = a_plan().actions.get(code="2.1.1").action
    return plan, ActionVersion.objects.create(plan=plan, theme=theme, action=lineage, code="9.9", title="Zzq action")


def test_list_shows_published_plans(reader, plan):
    (row,) = reader.results("plans/")

    assert row == {
        "url": "http://testserver/api/v1/plans/nvap-small/",
        "framework": "nvap",
        "previous": None,
        "code": "nvap-small",
        "title": "Small plan",
        "note": "",
        "sample": False,
        "effective_from": "2024-01-01",
        "state": "published",
        "published_at": plan.published_at.isoformat().replace("+00:00", "Z"),
    }


def test_plan_has_its_themes_with_their_actions(reader, plan):
    themes = reader.get("plans/nvap-small/").json()["themes"]

    assert [(theme["code"], [action["code"] for action in theme["actions"]]) for theme in themes] == [
        ("2.1", ["2.1.1", "2.1.2"]),
        ("2.2", ["2.2.1"]),
    ]
    assert themes[0]["actions"][0] == {
        "url": "http://testserver/api/v1/plans/nvap-small/actions/2.1.1/",
        "code": "2.1.1",
        "lineage": "2.1.1",
        "title": "Recognition and response",
        "statement": "Recognition and response.",
        "sample": False,
        "order": 0,
    }


def test_actions_of_a_plan_come_with_their_guidance(reader, plan):
    rows = reader.results("plans/nvap-small/actions/", theme="2.1")

    assert [(row["code"], row["theme"], row["toolkit"]["steps"]) for row in rows] == [
        ("2.1.1", "2.1", ["Train", "Check", "Learn"]),
        ("2.1.2", "2.1", ["Train", "Check", "Learn"]),
    ]


def test_action_shows_the_newest_published_guidance_and_no_draft(reader, plan):
    action = plan.actions.get(code="2.1.1")
    Toolkit.objects.create(
        action_version=action, number=2, state="published", published_at=timezone.now(), steps=["Newer"]
    )
    Toolkit.objects.create(action_version=action, number=3, steps=["Zzq draft"])

    answer = reader.get("plans/nvap-small/actions/2.1.1/")

    assert (answer.json()["toolkit"]["number"], answer.json()["toolkit"]["steps"]) == (2, ["Newer"])


def test_action_shows_its_way_and_what_it_meets(reader, plan):
    item = FrameworkItem.objects.create(
        framework=Framework.objects.create(code="peel", name="PEEL", kind="inspection"),
        edition="2021/22",
        code="4.1",
        text="How well does the force protect vulnerable people?",
    )
    lineage = plan.actions.get(code="2.1.1").action
    Crosswalk.objects.create(action=lineage, item=item, relation="supports")
    later, action = draft()
    Succession.objects.create(before=plan.actions.get(code="2.1.1"), after=action, kind="reworded", comparable="care")
    PlanVersion.objects.filter(pk=later.pk).update(state="published", published_at=timezone.now())

    row = reader.get("plans/nvap-small/actions/2.1.1/").json()

    assert row["came_from"] == []
    assert row["became"] == [
        {
            "before": {"plan": "nvap-small", "action": "2.1.1"},
            "after": {"plan": "nvap-next", "action": "9.9"},
            "kind": "reworded",
            "comparable": "care",
            "note": "",
        }
    ]
    assert [(link["framework"], link["item"], link["relation"]) for link in row["crosswalks"]] == [
        ("peel", "4.1", "supports")
    ]


def test_plan_that_is_prepared_is_nowhere_but_for_who_prepares_it(reader, plan):
    _plan, action = draft(previous=plan)
    Succession.objects.create(before=plan.actions.get(code="2.1.1"), after=action, kind="reworded", comparable="yes")
    Succession.objects.create(before=plan.actions.get(code="2.1.2"), kind="retired", comparable="no")
    places = ("plans/", "themes/", "successions/", "plans/nvap-small/actions/2.1.1/", "plans/nvap-small/actions/2.1.2/")

    for path in places:
        assert "nvap-next" not in reader.get(path).text, path
    assert reader.results("successions/") == []
    for path in ("plans/nvap-next/", "plans/nvap-next/actions/", "plans/nvap-next/actions/9.9/"):
        refusal(reader.get(path), 404)
    for path in ("themes/", "successions/", "rounds/"):
        error = refusal(reader.get(path, {"plan": "nvap-next"}), 400)
        assert error["fields"] == {"plan": ["“nvap-next” is not one of the known values."]}
    admin = program(person("vkpp_admin"))
    assert [row["code"] for row in admin.results("plans/")] == ["nvap-next", "nvap-small"]
    assert [row["kind"] for row in admin.results("successions/", plan="nvap-small")] == ["reworded", "retired"]


def test_successions_are_narrowed_by_plan_and_action_of_the_same_side(reader, plan):
    later, action = draft(previous=plan)
    Succession.objects.create(before=plan.actions.get(code="2.1.1"), after=action, kind="split", comparable="care")
    Succession.objects.create(before=plan.actions.get(code="2.1.2"), kind="retired", comparable="no")
    PlanVersion.objects.filter(pk=later.pk).update(state="published", published_at=timezone.now())

    def kinds(**params):
        return [row["kind"] for row in reader.results("successions/", **params)]

    assert kinds() == ["split", "retired"]
    assert kinds(action="2.1.2") == ["retired"]
    assert kinds(plan="nvap-next") == ["split"]
    assert kinds(plan="nvap-small", action="9.9") == []
    assert kinds(comparable="no") == ["retired"]


def test_crosswalks_are_narrowed_by_framework_edition_and_action(reader, plan):
    peel = Framework.objects.create(code="peel", name="PEEL", kind="inspection")
    for place, (edition, action) in enumerate((("2021/22", "2.1.1"), ("2023/25", "2.1.1"), ("2021/22", "2.2.1"))):
        item = FrameworkItem.objects.create(framework=peel, edition=edition, code=str(place), text="Why?", order=place)
        Crosswalk.objects.create(action=plan.actions.get(code=action).action, item=item, relation="partial")

    def items(**params):
        return [row["item"] for row in reader.results("crosswalks/", **params)]

    assert items() == ["0", "1", "2"]
    assert items(edition="2021/22", action="2.1.1") == ["0"]
    assert items(framework="peel", ordering="item") == ["0", "2", "1"]
    assert items(reviewed="true") == []
    error = refusal(reader.get("crosswalks/", {"edition": "1999"}), 400)
    assert error["fields"] == {"edition": ["“1999” is not one of the known values."]}


def test_rounds_are_listed_with_what_they_ask(reader):
    a_round(title="Return of 2026")
    a_round("later", title="Zzq later", state="draft")

    assert [(row["code"], row["plan"], row["form"], row["is_open"]) for row in reader.results("rounds/")] == [
        ("2026", "nvap-small", "small-form", True)
    ]
    assert reader.get("rounds/2026/").json()["title"] == "Return of 2026"
    for path in ("rounds/later/", "rounds/later/form/"):
        refusal(reader.get(path), 404)
    assert len(program(person("vkpp_admin")).results("rounds/")) == 2


def test_form_of_a_round_names_questions_levels_and_checks(reader):
    a_round()

    form = reader.get("rounds/2026/form/").json()

    questions = {question["code"]: question for section in form["sections"] for question in section["questions"]}
    assert questions["now"]["limit"] == 2000
    assert [option["score"] for option in questions["implementation"]["options"]] == [0, 1, 2, 3, 4]
    assert questions["gap_text"]["shown_when"] == {"question": "gap", "op": "is", "value": True}
    assert [(rule["code"], rule["severity"]) for rule in form["rules"]] == [
        ("gap_without_text", "block"),
        ("embedded_without_evidence", "explain"),
        ("lowered", "inform"),
    ]


def test_actions_as_other_apps_use_them_stay_open_and_as_they_were(plan):
    rows = program().results("actions/")

    assert [list(row) for row in rows] == [["code", "title", "theme_code", "theme", "aim", "sample"]] * len(ACTIONS)


@pytest.mark.parametrize(
    "path", ["plans/", "plans/nvap-small/", "themes/", "successions/", "crosswalks/", "rounds/", "rounds/2026/form/"]
)
def test_the_rest_asks_who_is_there(path):
    a_round()

    refusal(program().get(path), 401)
    refusal(program(person("nvap_lead"), "return:write").get(path), 403)
    assert program(person("nvap_lead"), "read").get(path).status_code == 200


def test_who_has_it_already_is_told_so(reader):
    a_round()
    for path in ("plans/", "plans/nvap-small/", "plans/nvap-small/actions/", "rounds/2026/form/"):
        tag = reader.get(path)["ETag"]
        assert reader.get(path, headers={"If-None-Match": tag}).status_code == 304, path


def test_queries_do_not_grow_with_the_plan(reader):
    short = a_plan("short", actions=ACTIONS[:1])
    a_plan("long", actions=ACTIONS)

    for path in ("/api/v1/plans/{}/", "/api/v1/plans/{}/actions/"):
        assert queries(reader, path.format(short.code)) == queries(reader, path.format("long")), path
