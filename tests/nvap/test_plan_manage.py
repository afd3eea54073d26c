"""Managing plans, forms and toolkits: through the actions, by file, on the pages."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from nvap import form_files, plan_files, toolkit_text
from nvap.actions import forms, imports, plans, toolkits
from nvap.models import ActionVersion, FormVersion, PlanVersion, Toolkit
from practice.models import BankEntry
from tests.clients import sent
from tests.factories.accounts import ForceFactory, person
from tests.factories.nvap import a_form, a_plan
from tests.factories.practice import published_practice
from tests.queries import queries
from vkpp.core.exceptions import Conflict, Invalid, NotAllowed

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin():
    return person("vkpp_admin")


@pytest.fixture
def next_plan():
    """The file of a version that follows the small plan: one action kept, one retired, one merged into the first."""
    data = plan_files.export_plan(a_plan())
    data["plan"] |= {"code": "next", "title": "Next plan", "previous": "nvap-small"}
    data["themes"][0]["actions"] = [row for row in data["themes"][0]["actions"] if row["code"] == "2.1.1"]
    data["themes"] = data["themes"][:1]
    row = {"comparable": "care", "note": ""}
    data["successions"] = [
        {"before": "2.1.1", "after": "2.1.1", "kind": "same", **row},
        {"before": "2.1.2", "after": "2.1.1", "kind": "merged", **row},
        {"before": "2.2.1", "after": None, "kind": "retired", **row},
    ]
    return data


# ---- plans ----------------------------------------------------------------------------------------------------------
def test_a_plan_comes_in_as_a_draft_and_is_published_once(next_plan, admin):
    plan = plans.load_plan(data=next_plan, by=admin).plan
    assert (plan.state, plan.previous.code) == ("draft", "nvap-small")

    plans.publish(plan=plan, by=admin)

    assert (plan.state, plan.published_by) == ("published", admin)
    with pytest.raises(Conflict, match="published already"):
        plans.publish(plan=plan, by=admin)


def test_a_draft_is_replaced_by_the_next_import_of_its_code(next_plan, admin):
    plans.load_plan(data=next_plan, by=admin)
    next_plan["themes"][0]["title"] = "Anew"
    loaded = plans.load_plan(data=next_plan, by=admin)
    assert loaded.replaced
    assert [theme.title for theme in PlanVersion.objects.get(code="next").themes.all()] == ["Anew"]


def test_a_plan_that_forgets_an_action_is_not_published(next_plan, admin):
    del next_plan["successions"][1:]
    plan = plans.load_plan(data=next_plan, by=admin).plan
    with pytest.raises(Invalid, match=r"Say what became of these actions of the version before: 2\.1\.2, 2\.2\.1\."):
        plans.publish(plan=plan, by=admin)
    plan.refresh_from_db()
    assert plan.state == "draft"


def test_a_discarded_draft_is_gone(next_plan, admin):
    plans.discard(plan=plans.load_plan(data=next_plan, by=admin).plan, by=admin)
    assert not PlanVersion.objects.filter(code="next").exists()
    with pytest.raises(Conflict, match="stays as it is"):
        plans.discard(plan=a_plan(), by=admin)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda d: d.update(format="other"), 'format: "other" is not a valid choice.'),
        (lambda d: d["themes"][0]["actions"][0].pop("title"), "Theme 1, action 1, title: This field is required."),
        (lambda d: d["themes"].append(d["themes"][0]), "Theme code 2.1 is there twice."),
        (
            lambda d: d["plan"].update(previous="gone"),
            "Plan, previous: there is no plan “gone”. Import that one first.",
        ),
        (
            lambda d: d["successions"][2].update(kind="same"),
            "Succession 3: “new” has only “after”, “retired” only “before”, every other kind has both.",
        ),
        (
            lambda d: d["successions"][0].update(after="9.9.9"),
            "Succession 1: action 9.9.9 is not in this plan.",
        ),
        (
            lambda d: d["plan"].update(title="a\u202eb"),
            (
                "Plan, title: The text contains an unseen character that turns the direction of writing (U+202E). "
                "Delete it, or paste the text without formatting."
            ),
        ),
    ],
)
def test_each_wrong_place_of_a_plan_file_is_named(next_plan, admin, change, sentence):
    change(next_plan)
    with pytest.raises(Invalid) as refusal:
        plans.load_plan(data=next_plan, by=admin)
    assert sentence in refusal.value.errors["file"]
    assert not PlanVersion.objects.filter(code="next").exists()


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "[" * 100_000])
def test_what_is_no_plan_is_refused_in_a_sentence(admin, text):
    with pytest.raises(Invalid, match="Export"):
        imports.run(kind="plan", text=text, values={}, by=admin, trial=True)


def test_a_trial_changes_nothing_and_a_confirmed_import_does(next_plan, admin, client):
    client.force_login(admin)
    file = SimpleUploadedFile("plan.json", json.dumps(next_plan).encode())
    said = client.post("/nvap/manage/import/plan/", {"file": file})
    assert "Next plan: 1 themes, 1 actions, 3 successions." in said.content.decode()
    assert not PlanVersion.objects.filter(code="next").exists()

    client.post(f"/nvap/manage/import/plan/?kept={said.context['key']}")

    assert PlanVersion.objects.get(code="next").state == "draft"


def test_the_commands_export_and_import_a_plan(next_plan, capsys, tmp_path):
    a_plan()
    call_command("export_plan", "nvap-small")
    assert json.loads(capsys.readouterr().out) == plan_files.export_plan(a_plan())
    file = tmp_path / "plan.json"
    file.write_text(json.dumps(next_plan))

    call_command("import_plan", str(file), "--trial")
    assert not PlanVersion.objects.filter(code="next").exists()
    call_command("import_plan", str(file))
    assert PlanVersion.objects.filter(code="next").exists()
    file.write_text("{}")
    with pytest.raises(CommandError, match="Nothing was imported"):
        call_command("import_plan", str(file))


# ---- forms ----------------------------------------------------------------------------------------------------------
@pytest.fixture
def draft(admin):
    return forms.copy(form=a_form(), code="draft", title="Draft form", by=admin)


def test_a_copy_is_a_draft_with_the_same_rows(draft):
    same, other = form_files.export_form(draft), form_files.export_form(a_form())
    assert draft.state == "draft"
    assert (same["sections"], same["rules"]) == (other["sections"], other["rules"])


def test_a_question_is_added_without_code(draft, admin, client):
    client.force_login(admin)
    section = draft.sections.first().code
    given = {"section": section, "code": "when", "label": "When?", "kind": "one_of", "limit": "0"}
    given |= {"options": "now | Now\nlater | Later | Next year", "shown_when": "gap is yes and evidence is none"}
    answer = client.post("/nvap/manage/forms/draft/questions/new/", given)
    assert answer.status_code == 302
    question = draft.questions.get(code="when")
    assert question.shown_when == {"all": [{"question": "gap", "op": "is", "value": True}, {"evidence": "none"}]}
    assert list(question.options.values_list("value", "label", "hint")) == [
        ("now", "Now", ""),
        ("later", "Later", "Next year"),
    ]


def test_a_question_that_others_depend_on_stays(draft, admin):
    with pytest.raises(Invalid, match="There is no question “gap” in the form"):
        forms.remove_question(form=draft, code="gap", by=admin)
    assert draft.questions.filter(code="gap").exists()


def test_a_question_that_somebody_changed_meanwhile_is_not_overwritten(draft, admin):
    file = form_files.export_form(draft)
    row = forms.question_row(file, "headline")
    words = {
        "form": draft,
        "section": draft.sections.first().code,
        "code": "headline",
        "seen": forms.mark(row),
        "by": admin,
    }
    forms.put_question(row={**row, "label": "First"}, **words)
    with pytest.raises(Conflict, match="Somebody changed this meanwhile"):
        forms.put_question(row={**row, "label": "Second"}, **words)
    assert draft.questions.get(code="headline").label == "First"


def test_a_section_is_added_once_and_worded_anew_by_one_at_a_time(draft, admin, client):
    client.force_login(admin)
    new, old = "/nvap/manage/forms/draft/sections/new/", "/nvap/manage/forms/draft/sections/all/"
    before = draft.sections.get().title
    assert "There is a section with this code already." in client.post(new, {"code": "all", "title": "Zzq"}).text
    assert draft.sections.get().title == before
    seen = client.get(old).context["form"].initial["seen"]
    assert client.post(old, {"title": "First", "seen": seen}).status_code == 302
    assert "Somebody changed this meanwhile." in client.post(old, {"title": "Second", "seen": seen}).text
    client.post(new, {"code": "more", "title": "More"})
    assert list(draft.sections.values_list("code", "title")) == [("all", "First"), ("more", "More")]
    assert draft.sections.get(code="all").questions.exists()


def test_questions_move_within_their_section(draft, admin):
    codes = [row.code for row in draft.sections.first().questions.all()]
    forms.move_question(form=draft, code=codes[1], up=True, by=admin)
    assert [row.code for row in draft.sections.first().questions.all()][:2] == [codes[1], codes[0]]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"kind": "level", "options": []}, "Question “new”: give at least two options."),
        (
            {"kind": "level", "options": [{"value": v, "label": v, "hint": "", "score": 1} for v in "ab"]},
            "Question “new”: each level needs a score, and each score must be higher than the one before.",
        ),
        ({"summarised": True}, "Question “new”: only a level can be summarised."),
        ({"role": "gap"}, "Two questions have the role “gap”."),
        ({"code": "gap"}, "Question code “gap” is there twice."),
    ],
)
def test_a_question_that_does_not_fit_is_refused(draft, admin, change, sentence):
    row = {"code": "new", "label": "New", "kind": "text", **change}
    with pytest.raises(Invalid) as refusal:
        forms.put_question(form=draft, section=draft.sections.first().code, row=row, code="", seen="", by=admin)
    assert sentence in refusal.value.errors["file"]
    assert not draft.questions.filter(code="new").exists()


def test_a_form_file_comes_back_the_same(admin):
    data = form_files.export_form(a_form())
    data["form"]["code"] = "again"
    forms.load_form(data=json.loads(json.dumps(data)), by=admin)
    assert form_files.export_form(FormVersion.objects.get(code="again")) == data


# ---- toolkits -------------------------------------------------------------------------------------------------------
@pytest.fixture
def action():
    return ActionVersion.objects.get(plan=a_plan(), code="2.1.1")


def test_guidance_is_drafted_published_and_every_text_stays(action, client):
    staff = person("vkpp_staff")
    client.force_login(staff)
    old = toolkits.current([action.pk])[action.pk]
    draft = toolkits.save(action=action, values={"meaning": "Seen early."}, version=0, by=staff)
    assert toolkits.current([action.pk])[action.pk] == old

    preview = client.get("/nvap/plans/nvap-small/2.1.1/preview/").content.decode()
    assert "<ins>Seen early.</ins>" in preview
    client.post("/nvap/plans/nvap-small/2.1.1/publish/", {"version": draft.version})

    assert toolkits.current([action.pk])[action.pk].meaning == "Seen early."
    assert Toolkit.objects.filter(action_version=action, state="published").count() == 2
    assert "<ins>Seen early.</ins>" in client.get("/nvap/plans/nvap-small/2.1.1/history/").content.decode()


def test_a_draft_that_changed_after_the_preview_is_not_published(action):
    staff = person("vkpp_staff")
    draft = toolkits.save(action=action, values={"meaning": "One."}, version=0, by=staff)
    toolkits.save(action=action, values={"meaning": "Two."}, version=1, by=staff)
    with pytest.raises(Conflict, match="Look at it again"):
        toolkits.publish(draft=draft, version=1, by=staff)


def test_two_editors_see_both_texts(action, client):
    client.force_login(person("vkpp_staff"))
    page = "/nvap/plans/nvap-small/2.1.1/edit/"
    opened = client.get(page)
    toolkits.save(action=action, values={"meaning": "Their words."}, version=0, by=person("vkpp_admin"))
    told = client.post(page, sent(opened, meaning="My words."))
    assert told.status_code == 409
    assert "Somebody saved this draft meanwhile." in told.text
    assert ("Their words.", "My words.") in [(row["left"], row["right"]) for row in told.context["form"].theirs]
    assert Toolkit.objects.get(action_version=action, state="draft").meaning == "Their words."
    assert client.post(page, sent(told)).status_code == 302
    assert Toolkit.objects.get(action_version=action, state="draft").meaning == "My words."


@pytest.mark.parametrize("role", ["nvap_lead", "evidence_reviewer"])
def test_guidance_is_edited_by_staff_only(action, role):
    with pytest.raises(NotAllowed, match="Only VKPP staff edit"):
        toolkits.save(action=action, values={"meaning": "Mine."}, version=0, by=person(role))
    assert not Toolkit.objects.filter(state="draft").exists()


def test_guidance_as_text_comes_back_the_same():
    values = {
        "aims": ["One", "Two"],
        "key_findings": [{"title": "Training", "points": ["Little time", "Old"]}],
        "links": [{"label": "Advice | part 2", "url": "https://example.org/x"}, {"label": "A book", "url": ""}],
        "meaning": "Words.\n\nMore words.",
    }
    for name, value in values.items():
        assert toolkit_text.value_of(name, toolkit_text.text_of(name, value)) == value


# ---- the page of an action ------------------------------------------------------------------------------------------
def test_an_action_shows_published_practice_that_the_reader_may_see(action, client):
    shown, hidden = published_practice(title="Call Assist zqopen"), published_practice(title="Secret zqshut")
    BankEntry.objects.filter(pk__in=[shown.pk, hidden.pk]).update(actions=["2.1.1"])
    BankEntry.objects.filter(pk=hidden.pk).update(open_to_public=False, open_to_police=False, open_to_government=False)
    client.force_login(person("contributor", ForceFactory(code="norfolk")))
    said = client.get("/nvap/plans/nvap-small/2.1.1/").content.decode()
    assert "Call Assist zqopen" in said
    assert "zqshut" not in said


def test_the_pages_of_plan_and_action_cost_the_same_for_one_and_three(client):
    one = a_plan("one", (("2.1.1", "2.1", "First"),))
    three = a_plan("three", (("2.1.1", "2.1", "First"), ("2.1.2", "2.1", "Second"), ("2.1.3", "2.1", "Third")))
    client.force_login(person("contributor", ForceFactory(code="norfolk")))
    for page in ("/nvap/plans/{}/", "/nvap/plans/{}/2.1.1/", "/nvap/plans/{}/?q=first"):
        assert queries(client, page.format(one.code)) == queries(client, page.format(three.code))
