"""National actions and proposals to change the plan."""

import pytest

from nvap.actions import national
from nvap.models import ChangeProposal, NationalAction
from tests.factories.accounts import ForceFactory, person
from tests.factories.nvap import a_plan
from tests.queries import queries
from vkpp.core.exceptions import Conflict, Invalid, NotAllowed

pytestmark = pytest.mark.django_db
EVIDENCE = [{"kind": "review", "label": "Briefing 2", "url": ""}]


@pytest.fixture
def admin():
    return person("vkpp_admin")


@pytest.fixture
def row(admin):
    return national.create(values={"title": "One definition", "owner": "College of Policing"}, by=admin)


@pytest.fixture
def lead():
    return person("nvap_lead", ForceFactory(code="norfolk"))


@pytest.fixture
def proposal(lead):
    return national.propose(
        plan=a_plan(), action=None, title="Repeat callers", proposal="Name them.", evidence=EVIDENCE, by=lead
    )


def test_a_national_action_has_a_number_milestones_and_reports(row, client):
    staff = person("vkpp_staff")
    milestone = national.add_milestone(national=row, title="Agreed", due_on=None, by=staff)
    national.finish_milestone(milestone=milestone, by=staff)
    national.report(national=row, text="It is agreed.", state="under_way", by=staff)

    assert row.reference.startswith("NA-")
    assert row.state == "under_way"
    client.force_login(person("evaluator"))
    said = client.get(f"/nvap/national/{row.reference}/").content.decode()
    assert "It is agreed." in said
    assert "Report progress" not in said


def test_a_milestone_is_reached_once(row, admin):
    milestone = national.add_milestone(national=row, title="Agreed", due_on=None, by=admin)
    national.finish_milestone(milestone=milestone, by=admin)
    with pytest.raises(Conflict, match="done already"):
        national.finish_milestone(milestone=milestone, by=admin)


def test_the_second_who_changes_a_national_action_is_told(row, admin):
    values = {"title": "First", "owner": "NPCC"}
    national.change(national=row, values=values, version=1, by=admin)
    with pytest.raises(Conflict, match="Somebody changed"):
        national.change(national=row, values={**values, "title": "Second"}, version=1, by=admin)
    row.refresh_from_db()
    assert row.title == "First"


@pytest.mark.parametrize("role", ["vkpp_staff", "nvap_lead"])
def test_national_actions_are_made_by_administrators(role):
    with pytest.raises(NotAllowed, match="Only VKPP administrators"):
        national.create(values={"title": "Mine", "owner": "Me"}, by=person(role))
    assert not NationalAction.objects.exists()


def test_a_proposal_is_decided_once_with_its_reason(proposal, admin):
    with pytest.raises(Invalid, match="Give the reason"):
        national.decide(proposal=proposal, accept=True, reason=" ", by=admin)
    national.decide(proposal=proposal, accept=True, reason="Two reviews say so.", by=admin)
    with pytest.raises(Conflict, match="decided already"):
        national.decide(proposal=proposal, accept=False, reason="No.", by=admin)
    national.done(proposal=proposal, by=admin)
    assert (proposal.state, proposal.decided_by, proposal.decision_reason) == ("done", admin, "Two reviews say so.")


@pytest.mark.parametrize("role", ["contributor", "evaluator", "national_analyst"])
def test_others_do_not_propose(role, client):
    user = person(role)
    with pytest.raises(NotAllowed, match="Changes are proposed by"):
        national.propose(plan=a_plan(), action=None, title="T", proposal="P", evidence=EVIDENCE, by=user)
    client.force_login(user)
    assert client.get("/nvap/proposals/new/").status_code == 403
    assert not ChangeProposal.objects.exists()


def test_a_lead_proposes_with_evidence_on_the_page(lead, client):
    client.force_login(lead)
    given = {"plan": a_plan().pk, "title": "Callers", "proposal": "Name them.", "kind": "research"}
    bad = client.post("/nvap/proposals/new/", {**given, "evidence": "A study | javascript:alert(1)"})
    assert "An address must begin with https://" in bad.content.decode()
    none = client.post("/nvap/proposals/new/", given)
    assert "Name at least one thing that prompts the change." in none.content.decode()

    client.post("/nvap/proposals/new/", {**given, "evidence": "A study | https://example.org/study"})

    assert ChangeProposal.objects.get().evidence == [
        {"kind": "research", "label": "A study", "url": "https://example.org/study"}
    ]


def test_the_lists_cost_the_same_for_one_and_three(row, proposal, admin, client):
    client.force_login(admin)
    pages = ("/nvap/national/", "/nvap/proposals/")
    one = [queries(client, page) for page in pages]
    for _ in range(2):
        national.create(values={"title": "More", "owner": "NPCC"}, by=admin)
        national.propose(plan=a_plan(), action=None, title="T", proposal="P", evidence=EVIDENCE, by=admin)
    assert [queries(client, page) for page in pages] == one
