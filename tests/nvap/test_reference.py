"""What a fresh portal knows of plans, forms, PEEL and regions."""

import pytest
from django.db import IntegrityError, transaction

from nvap import form_spec, reference
from nvap.actions import plans
from nvap.models import (
    Action,
    ActionVersion,
    Crosswalk,
    FormVersion,
    FrameworkItem,
    PeerSet,
    PlanVersion,
    Question,
    Rule,
    Succession,
    Theme,
    Toolkit,
)
from nvap.plan_files import export_plan
from vkpp.core.exceptions import Conflict, Invalid

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded():
    return list(reference.load())


def test_the_plan_of_2021_has_seven_themes_and_every_known_action(loaded):
    plan = PlanVersion.objects.get(code="nvap-2021")
    assert plan.state == "published"
    assert [theme.title for theme in plan.themes.all()] == [
        "Early intervention and prevention",
        "Protecting, supporting, safeguarding and managing risk",
        "Information, intelligence, data collection and management information",
        "Effective investigation and outcomes",
        "Leadership",
        "Learning and development",
        "Communication",
    ]
    assert plan.actions.count() == 19
    verified = plan.actions.filter(sample=False).values_list("code", flat=True)
    assert sorted(verified) == ["2.1.1", "2.4.1", "2.6.2"]


def test_action_2_1_1_has_its_whole_toolkit(loaded):
    toolkit = Toolkit.objects.get(action_version__plan__code="nvap-2021", action_version__code="2.1.1")
    assert toolkit.state == "published"
    counts = {name: len(getattr(toolkit, name)) for name in ("aims", "good_looks_like", "steps", "key_findings")}
    assert counts == {"aims": 3, "good_looks_like": 5, "steps": 6, "key_findings": 2}
    assert toolkit.key_findings[1]["title"] == "Trauma-informed approach"


def test_the_next_version_follows_by_successions_of_every_kind(loaded):
    rows = Succession.objects.values_list("kind", flat=True)
    assert set(rows) == {"same", "reworded", "split", "merged", "new", "retired"}
    assert rows.count() == 21


def test_a_sample_plan_leaves_the_lineages_as_the_real_one_words_them(loaded):
    wellbeing = Action.objects.get(code="2.5.2")
    assert (wellbeing.title, wellbeing.versions.get(plan__code="nvap-2023").title) == (
        "Staff welfare",
        "Workforce Wellbeing",
    )


def test_peel_questions_are_linked_to_actions(loaded):
    linked = Crosswalk.objects.filter(action__code="2.1.1", item__edition="2021/22", relation="supports")
    assert sorted(linked.values_list("item__code", flat=True)) == ["1", "1.1", "1.2", "2", "2.1", "4", "4.1", "4.2"]
    assert FrameworkItem.objects.count() == 32


def test_loading_again_changes_nothing(loaded):
    counts = [model.objects.count() for model in (ActionVersion, Succession, Crosswalk, Question, Rule, PeerSet)]
    plan = PlanVersion.objects.get(code="nvap-2021")
    list(reference.load())
    assert [
        model.objects.count() for model in (ActionVersion, Succession, Crosswalk, Question, Rule, PeerSet)
    ] == counts
    assert PlanVersion.objects.get(code="nvap-2021").published_at == plan.published_at


def test_a_published_plan_is_not_loaded_again(loaded):
    data = export_plan(PlanVersion.objects.get(code="nvap-2021"))
    with pytest.raises(Conflict, match="Give the file another code"):
        plans.load_plan(data=data, by=None)


def test_an_exported_plan_can_be_loaded_as_the_next_version_and_exports_the_same(loaded):
    data = export_plan(PlanVersion.objects.get(code="nvap-2023"))
    codes = [action["code"] for theme in data["themes"] for action in theme["actions"]]
    same = [{"before": code, "after": code, "kind": "same", "comparable": "yes", "note": ""} for code in sorted(codes)]
    data["plan"] |= {"code": "copy", "previous": "nvap-2023"}
    data["successions"] = same
    plans.load_plan(data=data, by=None)
    assert export_plan(PlanVersion.objects.get(code="copy")) == data


@pytest.mark.parametrize("model", [Theme, ActionVersion, Succession])
def test_the_database_keeps_the_rows_of_a_published_plan(loaded, model):
    row = model.objects.first()
    for change in (row.save, lambda: model.objects.filter(pk=row.pk)._raw_delete("default")):
        with pytest.raises(IntegrityError, match="a published plan cannot be changed"), transaction.atomic():
            change()
    row.pk = None
    with pytest.raises(IntegrityError, match="a published plan cannot be changed"), transaction.atomic():
        row.save(force_insert=True)


def test_the_database_keeps_a_retired_end_of_a_published_plan(loaded):
    with pytest.raises(IntegrityError, match="a published plan cannot be changed"), transaction.atomic():
        Succession.objects.get(kind="retired").delete()


def test_a_version_has_one_successor(loaded):
    data = export_plan(PlanVersion.objects.get(code="nvap-2023"))
    data["plan"]["code"] = "copy"
    with pytest.raises(Invalid) as refusal:
        plans.load_plan(data=data, by=None)
    assert refusal.value.errors == {
        "file": [
            (
                "Plan, previous: “NVAP, refreshed 2021” is followed by “NVAP with interim measures 2023” already. "
                "Name that one, or discard it."
            )
        ]
    }


def test_the_form_reads_as_plain_values(loaded):
    form = form_spec.spec(FormVersion.objects.get(code="nvap-form-1"))
    assert form.summarised == ("implementation", "impact", "confidence")
    assert [option.score for option in form.questions["implementation"].options] == [0, 1, 2, 3, 4]
    assert form.by_role("gap").code == "gap"
    assert "trained" in [question.code for question in form.questions_of("2.1.1")]
    assert "trained" not in [question.code for question in form.questions_of("2.2.1")]
    assert len(form.rules) == 11
