import pytest
from django.urls import reverse

from practice.actions import evaluators
from practice.models import BodyMember, BodyProposal, EvaluatorBody
from tests.factories.accounts import person
from tests.practice.introduction_world import IntroductionWorld
from tests.queries import queries
from vkpp.core.exceptions import Conflict, Invalid, NotAllowed
from vkpp.core.models import Notification

pytestmark = pytest.mark.django_db
LIST = reverse("practice:evaluators")


@pytest.fixture
def world():
    return IntroductionWorld()


def values(**changes):
    return {"name": "A new centre", "kind": "charity", "strands": ["CSE"], "methods": ["process"], **changes}


def names(user):
    return sorted(EvaluatorBody.objects.visible_to(user).values_list("name", flat=True))


@pytest.mark.parametrize(
    ("role", "reads"),
    [
        ("contributor", True), ("chief_officer", True), ("national_analyst", True), ("evaluator", True),
        ("peer_reviewer", False),
    ],
)  # fmt: skip
def test_list_is_for_policing_government_and_evaluators(world, client_for, role, reads):
    somebody = person(role)

    assert names(somebody) == (["University of Somewhere"] if reads else [])
    assert client_for(somebody).get(LIST).status_code == (200 if reads else 404)


def test_new_body_is_seen_by_vkpp_alone_until_it_is_listed(world, client_for):
    staff = client_for(world.staff)
    new = reverse("practice:evaluator-new")
    assert client_for(world.owner).get(new).status_code == 403
    assert "Enter the name" in staff.post(new, values(name="")).text

    assert staff.post(new, values(availability="open")).status_code == 302
    body = EvaluatorBody.objects.get(slug="a-new-centre")
    page = reverse("practice:evaluator", args=[body.slug])
    assert (body.state, body.strands) == ("draft", ["CSE"])
    assert client_for(world.owner).get(page).status_code == 404
    step = reverse("practice:evaluator-step", args=[body.slug, "list"])
    assert "Put on the list" in staff.get(step).text
    assert staff.post(step).status_code == 302
    assert client_for(world.owner).get(page).status_code == 200
    staff.post(reverse("practice:evaluator-step", args=[body.slug, "retire"]))
    assert client_for(world.owner).get(page).status_code == 404


def test_contact_is_for_staff_and_the_body_itself(world, client_for):
    page = reverse("practice:evaluator", args=[world.body.slug])

    shown = {who: "centre@university.example" in client_for(user).get(page).text
             for who, user in (("owner", world.owner), ("staff", world.staff), ("own", world.evaluator))}  # fmt: skip
    assert shown == {"owner": False, "staff": True, "own": True}
    assert "centre@university.example" not in client_for(world.other).get(page).text


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"strands": ["NOPE"]}, "strands"),
        ({"methods": ["guessing"]}, "methods"),
        ({"regions": ["Atlantis"]}, "regions"),
        ({"kind": "club"}, "kind"),
        ({"website": "javascript:alert(1)"}, "website"),
        ({"contact_email": "us"}, "contact_email"),
        ({"extra": "x"}, "extra"),
    ],
)
def test_what_cannot_be_is_refused_by_its_name(world, changes, field):
    with pytest.raises(Invalid) as refusal:
        evaluators.add(values=values(**changes), by=world.staff)

    assert list(refusal.value.errors) == [field]
    assert EvaluatorBody.objects.count() == 1


def test_name_is_there_once(world):
    with pytest.raises(Invalid):
        evaluators.add(values=values(name=world.body.name), by=world.staff)


def test_of_two_changes_the_second_is_told(world):
    evaluators.change(body=world.body, values={"about": "First"}, version=2, by=world.staff)

    with pytest.raises(Conflict):
        evaluators.change(body=world.body, values={"about": "Second"}, version=2, by=world.staff)
    world.body.refresh_from_db()
    assert (world.body.about, world.body.version) == ("First", 3)


def test_only_staff_change_a_page(world):
    for who in (world.owner, world.evaluator):
        with pytest.raises(NotAllowed):
            evaluators.change(body=world.body, values={"about": "Ours"}, by=who)


def test_body_proposes_and_vkpp_decides(world, client_for):
    own, staff = client_for(world.evaluator), client_for(world.staff)
    propose = reverse("practice:evaluator-propose", args=[world.body.slug])
    assert client_for(world.other).get(propose).status_code == 403
    sent = {"strands": ["DA", "CSE"], "methods": ["impact"], "availability": "later", "contact_name": "",
            "contact_email": "centre@university.example", "note": "From May."}  # fmt: skip

    assert own.post(propose, sent).status_code == 302
    proposal = BodyProposal.objects.get()
    assert proposal.values == {"strands": ["CSE", "DA"], "availability": "later"}
    page = reverse("practice:evaluator-proposal", args=[world.body.slug, proposal.pk])
    shown = staff.get(page).text
    assert "Child sexual exploitation, Domestic abuse" in shown
    assert "From May." in shown
    assert own.get(page).status_code == 403
    assert "Say why" in staff.post(page, {"accept": "no"}).text

    assert staff.post(page, {"accept": "yes"}).status_code == 302
    world.body.refresh_from_db()
    assert (world.body.strands, world.body.availability) == (["CSE", "DA"], "later")
    assert Notification.objects.filter(to=world.evaluator, kind="evaluator_decided").count() == 1
    with pytest.raises(Conflict):
        evaluators.decide(proposal=proposal, accept=False, reason="No", by=world.staff)


def test_newer_proposal_replaces_the_one_that_waits(world):
    evaluators.propose(body=world.body, values={"about": "First"}, by=world.evaluator)
    evaluators.propose(body=world.body, values={"about": "Second"}, by=world.evaluator)

    assert sorted(BodyProposal.objects.values_list("state", "values__about")) == [
        ("open", "Second"), ("withdrawn", "First"),
    ]  # fmt: skip
    with pytest.raises(Invalid):
        evaluators.propose(body=world.body, values={"name": "Another name"}, by=world.evaluator)
    with pytest.raises(Invalid):
        evaluators.propose(body=world.body, values={"about": world.body.about}, by=world.evaluator)


def test_people_belong_to_one_body_while_they_have_the_role(world, client_for):
    people = reverse("practice:evaluator-people", args=[world.body.slug])
    staff = client_for(world.staff)
    assert "Nobody with this address" in staff.post(people, {"email": world.owner.email}).text
    assert staff.post(people, {"email": world.other.email}).status_code == 302
    elsewhere = world.add_body("Elsewhere")
    with pytest.raises(Invalid):
        evaluators.add_person(body=elsewhere, email=world.other.email, by=world.staff)

    member = BodyMember.objects.get(user=world.other)
    assert staff.post(reverse("practice:evaluator-person-end", args=[world.body.slug, member.pk])).status_code == 302

    assert evaluators.add_person(body=elsewhere, email=world.other.email, by=world.staff).body == elsewhere


def test_list_is_narrowed_and_asks_no_more_for_more_rows(world, client_for):
    browser = client_for(world.owner)
    one = queries(browser, LIST)
    world.add_body("North Centre", regions=["Eastern"], methods=["trial"], strands=["CSE"])
    world.add_body("Busy Firm", availability="full", kind="consultancy", about="Works with witnesses")

    def found(query):
        return [row["body"].name for row in browser.get(LIST, query).context["rows"]]

    assert queries(browser, LIST) == one
    assert found({"strand": "CSE"}) == ["North Centre"]
    assert found({"method": "trial"}) == ["North Centre"]
    assert found({"kind": "consultancy"}) == ["Busy Firm"]
    assert found({"availability": "full"}) == ["Busy Firm"]
    assert found({"q": "witness"}) == ["Busy Firm"]
    assert found({"region": "Eastern"}) == ["Busy Firm", "North Centre", "University of Somewhere"]
    assert found({"q": "nothing like it"}) == []
    assert "No evaluator fits" in browser.get(LIST, {"q": "nothing like it"}).text
