"""Rating: who is asked, who may judge, what a rating needs, who sees it, and how differences are settled."""

import pytest

from practice.actions import decisions, evidence, rating, triage
from practice.models import Assignment, ConflictOfInterest, EvidenceLink, Practice, Rating
from practice.vocab import RUBRIC
from tests.factories.accounts import ForceFactory, MembershipFactory, person
from tests.factories.assess import link_evaluation, rate, taken_forward_practice
from tests.factories.practice import submitted_practice
from tests.races import at_once
from vkpp.accounts import permissions
from vkpp.core import audit
from vkpp.core.exceptions import Conflict, Invalid, NotAllowed
from vkpp.core.models import Notification

pytestmark = pytest.mark.django_db
NEEDS_INDEPENDENT = "“Works” needs an independent evaluation. Link one first, or choose another rating."
NEEDS_LOCAL = "“Promising” needs a local or independent evaluation. Link one first, or choose another rating."


def seconded(role, force):
    """Somebody with a national role who also belongs to a force."""
    who = person(role)
    MembershipFactory(user=who, force=force, role="contributor")
    permissions.forget(who)
    return who


def mails(kind):
    return sorted(Notification.objects.filter(kind=kind).values_list("to__email", flat=True))


def test_assign_asks_a_rater_once_and_by_mail():
    practice, staff, reviewer = taken_forward_practice(), person("vkpp_staff"), person("evidence_reviewer")

    first = rating.assign(practice=practice, raters=[reviewer], by=staff)
    second = rating.assign(practice=practice, raters=[reviewer], by=staff)

    assert (len(first), second) == (1, [])
    assert first[0].due_at == practice.due_at
    assert mails("practice_assigned") == [reviewer.email]


@pytest.mark.parametrize("who", ["nvap_lead", "national_analyst"])
def test_assign_to_somebody_who_cannot_rate_is_refused(who):
    practice, stranger = taken_forward_practice(), person(who, display_name="Sam Example")

    with pytest.raises(Invalid) as refusal:
        rating.assign(practice=practice, raters=[stranger], by=person("vkpp_staff"))

    assert refusal.value.errors == {
        "raters": [
            f"Sam Example cannot rate {practice.reference}: no rater, or has an interest in it. Choose somebody else."
        ]
    }
    assert not Assignment.objects.exists()


def test_assign_to_somebody_of_the_same_force_is_refused():
    practice = taken_forward_practice()

    with pytest.raises(Invalid, match="has an interest"):
        rating.assign(practice=practice, raters=[seconded("vkpp_staff", practice.force)], by=person("vkpp_staff"))


def test_assign_is_for_staff_and_only_while_it_is_rated():
    practice, reviewer = taken_forward_practice(), person("evidence_reviewer")
    waiting = submitted_practice()

    with pytest.raises(NotAllowed, match="Triage is for VKPP staff"):
        rating.assign(practice=practice, raters=[reviewer], by=reviewer)
    with pytest.raises(Conflict) as refusal:
        rating.assign(practice=waiting, raters=[reviewer], by=person("vkpp_staff"))

    assert refusal.value.message == f"{waiting.reference} is not being rated: it is now “Waiting for triage”."


def test_unassign_and_assign_again():
    practice, staff, reviewer = taken_forward_practice(), person("vkpp_staff"), person("evidence_reviewer")
    rating.assign(practice=practice, raters=[reviewer], by=staff)

    rating.unassign(practice=practice, rater=reviewer, by=staff)
    ended = Assignment.objects.get().ended_at
    rating.assign(practice=practice, raters=[reviewer], by=staff)

    assert ended is not None
    assert Assignment.objects.get().ended_at is None


def test_rate_keeps_every_dimension_and_an_abstention_is_empty():
    practice, reviewer = taken_forward_practice(), person("evidence_reviewer")

    row = rating.rate(
        practice=practice,
        overall="new_innovative",
        scores={"evidence": 0, "reach": 4},
        rationale=" Clear. ",
        by=reviewer,
    )

    assert row.scores == dict.fromkeys(RUBRIC) | {"evidence": 0, "reach": 4}
    assert (row.rationale, row.round, row.of_version) == ("Clear.", 1, practice.version)


def test_rate_again_changes_ones_own_rating_and_audits_both():
    practice, reviewer = taken_forward_practice(), person("evidence_reviewer")
    rate(practice, reviewer, "new_innovative")

    row = rate(practice, reviewer, "does_not_work", score=1)

    assert Rating.objects.get().overall == "does_not_work"
    event = audit.events_about(row).first()
    assert (event.before["overall"], event.after["overall"]) == ("new_innovative", "does_not_work")


@pytest.mark.parametrize(
    ("overall", "kinds", "refusal"),
    [
        ("works", [], NEEDS_INDEPENDENT),
        ("works", ["local_evaluation", "what_works", "source"], NEEDS_INDEPENDENT),
        ("works", ["independent_evaluation"], None),
        ("promising", [], NEEDS_LOCAL),
        ("promising", ["what_works", "source"], NEEDS_LOCAL),
        ("promising", ["local_evaluation"], None),
        ("promising", ["independent_evaluation"], None),
        ("new_innovative", [], None),
        ("does_not_work", [], None),
    ],
)
def test_rate_needs_the_evidence_of_its_rating(overall, kinds, refusal):
    practice, reviewer = taken_forward_practice(), person("evidence_reviewer")
    for kind in kinds:
        evidence.link(practice=practice, kind=kind, title=kind, evaluator="A university", by=reviewer)

    if refusal is None:
        assert rate(practice, reviewer, overall).overall == overall
        return
    with pytest.raises(Invalid) as refused:
        rate(practice, reviewer, overall)
    assert refused.value.errors == {"overall": [refusal]}
    assert not Rating.objects.exists()


@pytest.mark.parametrize(
    ("values", "errors"),
    [
        ({"overall": "excellent"}, {"overall": ["Choose an overall rating."]}),
        ({"rationale": "  "}, {"rationale": ["Say why you rate it so."]}),
        ({"scores": {"evidence": 5}}, {"evidence": ["Choose a level from 0 to 4, or “cannot judge”."]}),
        ({"scores": {"evidence": True}}, {"evidence": ["Choose a level from 0 to 4, or “cannot judge”."]}),
        ({"scores": {"beauty": 1}}, {"beauty": ["“beauty” is not part of the rubric."]}),
    ],
)
def test_rate_refuses_wrong_values(values, errors):
    practice, reviewer = taken_forward_practice(), person("evidence_reviewer")
    good = {"overall": "new_innovative", "scores": {}, "rationale": "Clear."}

    with pytest.raises(Invalid) as refusal:
        rating.rate(practice=practice, by=reviewer, **(good | values))

    assert refusal.value.errors == errors
    assert not Rating.objects.exists()


def test_nobody_rates_practice_of_their_own_force_or_their_own():
    practice = taken_forward_practice()
    same_force = seconded("vkpp_staff", practice.force)
    author = person("vkpp_staff")
    practice.co_authors.create(user=author, level="view", added_by=practice.owner)

    for who in (same_force, author):
        with pytest.raises(NotAllowed) as refusal:
            rate(Practice.objects.get(pk=practice.pk), who)
        assert refusal.value.message.startswith(f"You cannot judge {practice.reference}: it is from your own force,")

    assert not Rating.objects.exists()


@pytest.mark.parametrize("role", ["contributor", "chief_officer", "national_analyst", "evaluator"])
def test_rate_is_for_raters(role):
    practice = taken_forward_practice()

    with pytest.raises(NotAllowed, match="Rating is for VKPP staff and evidence reviewers"):
        rate(practice, person(role))


def test_rate_after_the_decision_is_refused():
    practice, staff = taken_forward_practice(), person("vkpp_staff")
    rate(practice, staff)
    decisions.stage(practice=practice, rating="new_innovative", rationale="As rated.", by=staff)

    with pytest.raises(Conflict, match="is not being rated: it is now “Decided, not released”"):
        rate(practice, person("evidence_reviewer"))


def test_declared_interest_ends_the_assignment_and_tells_who_asked():
    practice, staff, reviewer = taken_forward_practice(), person("vkpp_staff"), person("evidence_reviewer")
    rating.assign(practice=practice, raters=[reviewer], by=staff)

    rating.declare_conflict(practice=practice, reason="I advised them.", by=reviewer)
    rating.declare_conflict(practice=practice, reason="Again.", by=reviewer)

    assert Assignment.objects.get().ended_at is not None
    assert ConflictOfInterest.objects.get().reason == "I advised them."
    assert mails("practice_recused") == [staff.email]
    with pytest.raises(NotAllowed):
        rate(practice, reviewer)


def test_rating_of_somebody_who_declared_an_interest_no_longer_counts():
    practice, staff, reviewer = taken_forward_practice(), person("vkpp_staff"), person("evidence_reviewer")
    rate(practice, reviewer)
    rating.declare_conflict(practice=practice, reason="I advised them.", by=reviewer)

    with pytest.raises(Invalid) as refusal:
        decisions.stage(practice=practice, rating="new_innovative", rationale="As rated.", by=staff)

    assert refusal.value.errors == {"rating": ["This rating needs 1 rater, 0 has rated so far. Assign raters first."]}


def test_ratings_of_others_are_hidden_until_one_has_rated():
    practice, first, second = taken_forward_practice(), person("evidence_reviewer"), person("evidence_reviewer")
    rating.assign(practice=practice, raters=[first, second], by=person("vkpp_staff"))
    theirs = rate(practice, first)

    before = list(Rating.objects.visible_to(second))
    mine = rate(practice, second)

    assert before == []
    assert list(Rating.objects.visible_to(second).order_by("pk")) == [theirs, mine]


def test_staff_see_ratings_when_all_who_were_asked_have_answered_and_administrators_at_once():
    practice, staff, reviewer = taken_forward_practice(), person("vkpp_staff"), person("evidence_reviewer")
    rating.assign(practice=practice, raters=[reviewer, person("evidence_reviewer")], by=staff)
    row = rate(practice, reviewer)

    assert list(Rating.objects.visible_to(staff)) == []
    assert list(Rating.objects.visible_to(person("vkpp_admin"))) == [row]
    Assignment.objects.exclude(rater=reviewer).update(ended_at=row.at)
    assert list(Rating.objects.visible_to(staff)) == [row]


@pytest.mark.parametrize("role", ["vkpp_staff", "vkpp_admin", "evidence_reviewer"])
def test_ratings_of_practice_of_ones_own_force_are_never_seen(role):
    practice = taken_forward_practice()
    rate(practice, person("evidence_reviewer"))

    assert list(Rating.objects.visible_to(seconded(role, practice.force))) == []
    assert Rating.objects.count() == 1


@pytest.mark.parametrize("role", ["contributor", "nvap_lead", "chief_officer", "national_analyst", "peer_reviewer"])
def test_ratings_are_not_for_others(role):
    practice = taken_forward_practice()
    rate(practice, person("evidence_reviewer"))

    assert list(Rating.objects.visible_to(person(role))) == []
    assert list(Rating.objects.visible_to(practice.owner)) == []


def test_moderate_settles_a_difference_and_closes_the_round():
    practice, admin = taken_forward_practice(), person("vkpp_admin")
    first, second = person("evidence_reviewer"), person("vkpp_staff")
    rate(practice, first, "new_innovative")
    rate(practice, second, "does_not_work")

    rating.moderate(practice=practice, overall="new_innovative", rationale="Talked it over.", by=admin)

    with pytest.raises(Conflict) as refusal:
        rate(practice, first, "does_not_work")
    assert refusal.value.message == f"The ratings of {practice.reference} were settled already."
    assert decisions.stage(practice=practice, rating="new_innovative", rationale="Settled.", by=second).pk


def test_moderate_is_for_administrators_without_an_interest():
    practice = taken_forward_practice()
    rate(practice, person("evidence_reviewer"), "new_innovative")
    rate(practice, person("vkpp_staff"), "does_not_work")

    for who in (person("vkpp_staff"), seconded("vkpp_admin", practice.force)):
        with pytest.raises(NotAllowed):
            rating.moderate(practice=practice, overall="new_innovative", rationale="No.", by=who)

    assert not practice.moderations.exists()


def test_moderate_needs_a_difference_and_evidence():
    practice, admin = taken_forward_practice(), person("vkpp_admin")
    rate(practice, person("evidence_reviewer"), "new_innovative")

    with pytest.raises(Invalid) as nothing:
        rating.moderate(practice=practice, overall="new_innovative", rationale="Fine.", by=admin)
    rate(practice, person("vkpp_staff"), "does_not_work")
    with pytest.raises(Invalid) as unfounded:
        rating.moderate(practice=practice, overall="works", rationale="Fine.", by=admin)

    assert nothing.value.errors == {"overall": ["The raters do not differ, so there is nothing to settle."]}
    assert unfounded.value.errors == {"overall": [NEEDS_INDEPENDENT]}


def test_evidence_is_linked_once_and_needs_who_may():
    practice, reviewer = taken_forward_practice(), person("evidence_reviewer")

    first, again = link_evaluation(practice, reviewer), link_evaluation(practice, reviewer)

    assert first == again
    with pytest.raises(NotAllowed, match="Evidence is linked by VKPP staff and evidence reviewers"):
        link_evaluation(practice, practice.owner)


@pytest.mark.parametrize(
    ("values", "errors"),
    [
        ({"kind": "rumour"}, {"kind": ["Choose what kind of evidence it is."]}),
        ({"title": " "}, {"title": ["Enter the title of the study or evaluation."]}),
        (
            {"evaluator": ""},
            {"evaluator": ["Enter who evaluated it: an independent evaluation names its evaluator."]},
        ),
        (
            {"url": "javascript:alert(1)"},
            {"url": ["Enter a web address in full, for example https://www.example.org/report."]},
        ),
        ({"emmie": {"effect": 5}}, {"emmie": ["Score the EMMIE dimensions from 0 to 4, or leave them empty."]}),
        ({"emmie": {"reach": 1}}, {"emmie": ["Score the EMMIE dimensions from 0 to 4, or leave them empty."]}),
    ],
)
def test_evidence_refuses_wrong_values(values, errors):
    practice, reviewer = taken_forward_practice(), person("evidence_reviewer")
    good = {"kind": "independent_evaluation", "title": "A study", "evaluator": "A university"}

    with pytest.raises(Invalid) as refusal:
        evidence.link(practice=practice, by=reviewer, **(good | values))

    assert refusal.value.errors == errors
    assert not EvidenceLink.objects.exists()


def test_evidence_that_a_rating_stands_on_cannot_be_removed():
    practice, reviewer = taken_forward_practice(), person("evidence_reviewer")
    study = link_evaluation(practice, reviewer)
    rate(practice, reviewer, "works")

    with pytest.raises(Conflict, match="A rating stands on this evaluation"):
        evidence.unlink(evidence=study, by=reviewer)
    rate(practice, reviewer, "new_innovative")
    evidence.unlink(evidence=study, by=reviewer)

    assert not EvidenceLink.objects.exists()


def test_a_rating_does_not_show_in_the_trail_of_the_example():
    practice = taken_forward_practice()
    rate(practice, person("evidence_reviewer"))

    assert not audit.events_about(practice).filter(verb__startswith="rating.rate").exists()


@pytest.mark.django_db(transaction=True)
def test_rated_and_decided_at_once_one_of_them_is_told():
    practice, staff, other = taken_forward_practice(), person("vkpp_staff"), person("evidence_reviewer")
    rate(practice, staff)

    def act(who):
        mine = Practice.objects.get(pk=practice.pk)
        if who is staff:
            decisions.stage(practice=mine, rating="new_innovative", rationale="As rated.", by=who)
        else:
            rate(mine, who, "does_not_work")

    outcomes = at_once(act, [staff, other])

    assert sorted(outcomes) in (["Conflict", "done"], ["Invalid", "done"])
    practice.refresh_from_db()
    assert practice.state == ("decided" if outcomes[0] == "done" else "taken_forward")
    assert Rating.objects.count() == (1 if outcomes[0] == "done" else 2)


def test_raters_of_another_force_may_rate():
    practice = taken_forward_practice()

    assert rate(practice, seconded("vkpp_staff", ForceFactory())).overall == "new_innovative"


def test_triage_comment_of_a_rater_with_an_interest_is_refused():
    practice, reviewer = taken_forward_practice(), person("evidence_reviewer")
    rating.declare_conflict(practice=practice, reason="I advised them.", by=reviewer)

    with pytest.raises(NotAllowed):
        triage.comment(practice=practice, text="Hm.", audience="raters", by=reviewer)
