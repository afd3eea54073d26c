"""Rounds of choosing practice for evaluation: who may, what is in the pool, scores kept apart, the decision."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from practice.actions import rating, sharing, shortlist_deciding, shortlist_pool, shortlist_rounds, shortlist_scoring
from practice.models import Candidate, CandidateScore, EvaluationRound, ShortlistDecision
from practice.shortlist import board, minutes, pool
from tests.factories.accounts import MembershipFactory, person
from tests.factories.assess import link_evaluation
from tests.factories.practice import words
from tests.factories.shortlist import candidate, decided, evaluation_round, fit_practice, scored, to_decide
from vkpp.accounts import permissions
from vkpp.core import audit
from vkpp.core.exceptions import Conflict, Invalid, NotAllowed
from vkpp.core.models import AuditEvent, Notification

pytestmark = pytest.mark.django_db


def references(rows):
    return {row.reference for row in rows}


def mails(kind):
    return sorted(Notification.objects.filter(kind=kind).values_list("to__email", flat=True))


def test_a_round_starts_with_usual_criteria_and_is_set_up_by_administrators_only():
    made = evaluation_round()

    assert made.reference.startswith("ER-")
    assert [row.source for row in made.criteria.all()] == ["scored", "scored", "scored", "early", "several"]
    with pytest.raises(NotAllowed, match="VKPP administrators set up rounds"):
        evaluation_round(by=person("vkpp_staff"))


def test_a_round_says_what_is_wrong_with_each_value():
    with pytest.raises(Invalid) as refusal:
        evaluation_round(fund="a lot", at_least=3, serious=4, title=" ")

    assert refusal.value.errors == {
        "title": ["Give the round a title."],
        "fund": ["Enter a whole number from 1 to 1,000,000,000."],
    }
    with pytest.raises(Invalid) as refusal:
        evaluation_round(at_least=3, serious=4)
    assert refusal.value.errors == {"serious_violence_at_least": ["This cannot be more than the number of examples."]}
    assert not EvaluationRound.objects.exists()


def test_the_pool_takes_published_examples_that_nobody_evaluated_and_whose_owner_permits_evaluators():
    admin = person("vkpp_admin")
    fit = fit_practice(title="Fit")
    fit_practice(title="Not permitted", permitted=("share_forces",))
    fit_practice(title="Evaluated by its stage", stage="independently_evaluated")
    linked = fit_practice(title="Evaluated by a link")
    link_evaluation(linked, person("vkpp_staff"))

    assert references(pool.fit(admin)) == {fit.reference}
    assert references(pool.fit(person("evidence_reviewer"))) == {fit.reference}
    assert not pool.fit(person("nvap_lead")).exists()


def test_what_does_not_fit_is_refused_and_nothing_is_put_in():
    round_, fit = evaluation_round(), fit_practice()
    closed = fit_practice(permitted=("share_forces",))

    with pytest.raises(Invalid) as refusal:
        shortlist_pool.add(round_=round_, practices=[fit, closed], by=round_.created_by)

    assert refusal.value.errors == {
        "practices": [
            (
                f"{closed.reference} cannot be a candidate: it must be in the bank, not yet independently evaluated, and "
                "its owner must permit contact with evaluators."
            )
        ]
    }
    assert not Candidate.objects.exists()


def test_a_candidate_is_taken_out_with_a_reason_and_comes_back():
    round_ = evaluation_round()
    row = candidate(round_)

    with pytest.raises(Invalid, match="Say why it is taken out"):
        shortlist_pool.remove(candidate=row, why=" ", by=round_.created_by)
    shortlist_pool.remove(candidate=row, why="Its pilot ended.", by=round_.created_by)
    assert not Candidate.objects.in_pool().exists()
    (again,) = shortlist_pool.add(round_=round_, practices=[row.practice], by=round_.created_by)

    assert again.pk == row.pk
    assert Candidate.objects.in_pool().get().cost == 100_000


@pytest.mark.parametrize("use", ["contact_evaluators", "share_forces"])
def test_a_permission_taken_back_takes_the_candidate_out_of_everything_at_once(use):
    round_, staff = evaluation_round(), person("vkpp_staff")
    row, other = candidate(round_, title="Zzgone"), candidate(round_)
    scored(round_, row, {"Promise": 4}, by=staff)
    decision = decided(round_, [row, other])

    sharing.revoke(practice=row.practice, use=use, by=row.practice.owner)

    for user in (staff, round_.created_by):
        assert [line.candidate.pk for line in board.build(user, round_).lines] == [other.pk]
        told = {item["title"] for item in minutes.items(user, decision)}
        assert told == {"An example that is not shown now", other.practice.title}
        assert not Candidate.objects.visible_to(user).filter(pk=row.pk).exists()
    assert not CandidateScore.objects.visible_to(staff).exists()
    assert b"Zzgone" not in minutes.made(staff, decision)


def test_who_has_an_interest_sees_neither_the_candidate_nor_its_scores_and_may_not_score_or_decide():
    round_ = evaluation_round()
    row = candidate(round_)
    scored(round_, row, {"Promise": 4}, by=person("vkpp_staff"))
    seconded = person("vkpp_admin")
    MembershipFactory(user=seconded, force=row.practice.force, role="contributor")
    permissions.forget(seconded)

    assert not board.build(seconded, round_).lines
    assert not CandidateScore.objects.visible_to(seconded).exists()
    with pytest.raises(NotAllowed, match="You cannot judge"):
        scored(round_, row, {}, by=seconded)
    to_decide(round_)
    with pytest.raises(Conflict, match="You have an interest in 1 of the candidates"):
        shortlist_deciding.decide(round_=round_, chosen=[], minutes="Now.", by=seconded)
    assert EvaluationRound.objects.get().state == "deciding"


def test_who_does_not_see_a_candidate_leaves_it_in_the_set():
    round_ = evaluation_round()
    one, hidden, three = (candidate(round_) for _place in range(3))
    shortlist_pool.select(round_=round_, chosen=[one.pk, hidden.pk], by=round_.created_by)
    other = person("vkpp_admin")
    rating.declare_conflict(practice=hidden.practice, reason="I advised it.", by=other)

    shortlist_pool.select(round_=round_, chosen=[three.pk], by=other)

    assert set(round_.candidates.filter(selected=True)) == {hidden, three}
    kept = AuditEvent.objects.filter(verb="evaluation_round.select").latest("pk")
    assert kept.after == {"chosen": sorted([hidden.pk, three.pk])}


def test_an_interest_declared_afterwards_takes_the_scores_out():
    round_, reviewer = evaluation_round(), person("evidence_reviewer")
    row = candidate(round_, categories=["organisational"], approaches=[])
    scored(round_, row, {"Promise": 0}, by=reviewer)
    scored(round_, row, {"Promise": 4}, by=person("vkpp_staff"))

    rating.declare_conflict(practice=row.practice, reason="I advised it.", by=reviewer)

    (line,) = board.build(round_.created_by, round_).lines
    assert (line.scorers, line.standings[0].shown) == (1, "4.0")


def test_others_scores_are_seen_after_giving_ones_own_or_when_the_scoring_has_ended():
    round_, first, second = evaluation_round(), person("vkpp_staff"), person("evidence_reviewer")
    row = candidate(round_)
    scored(round_, row, {}, by=first)

    assert not CandidateScore.objects.visible_to(second).exists()
    assert CandidateScore.objects.visible_to(round_.created_by).count() == 3
    scored(round_, row, {}, by=second)
    assert CandidateScore.objects.visible_to(second).count() == 6
    assert not board.may_know(second, round_)
    to_decide(round_)
    assert board.may_know(second, round_)


def test_points_are_the_weighted_mean_of_what_was_judged():
    round_ = evaluation_round()
    row = candidate(round_, strands=["DA", "CSE"])
    scored(round_, row, {"Promise": 4, "Wider applicability": None}, by=person("vkpp_staff"))
    scored(round_, row, {"Promise": 3, "Wider applicability": None}, by=person("evidence_reviewer"))

    (line,) = board.build(round_.created_by, round_).lines

    # promise 3.5 × 30, ready 2 × 20, early 4 × 15, several 3 × 15, over 80 of 4
    assert line.points == round(1000 * (3.5 * 30 + 2 * 20 + 4 * 15 + 3 * 15) / (4 * 80))
    promise, applicability = line.standings[:2]
    assert (promise.median, promise.low, promise.high, promise.n) == (3.5, 3, 4, 2)
    assert applicability.mean is None


def test_other_weights_show_their_effect_without_being_stored():
    round_ = evaluation_round()
    early = candidate(round_, categories=["prevention"])
    late = candidate(round_, categories=["organisational"], approaches=[])
    for row in (early, late):
        scored(round_, row, {"Promise": 4 if row is late else 2}, by=person("vkpp_staff"))
    rows = {row.label: row.pk for row in round_.criteria.all()}

    as_is = board.build(round_.created_by, round_)
    other = board.build(round_.created_by, round_, {rows["Early intervention or prevention"]: 0})

    assert [line.candidate.pk for line in as_is.lines] == [early.pk, late.pk]
    assert [line.candidate.pk for line in other.lines] == [late.pk, early.pk]
    assert round_.criteria.get(label="Early intervention or prevention").weight == 15


def test_criteria_are_changed_as_rows_and_one_with_scores_stays():
    round_ = evaluation_round()
    row = candidate(round_)
    scored(round_, row, {}, by=person("vkpp_staff"))
    rows = list(round_.criteria.values("id", "label", "hint", "source", "weight"))

    with pytest.raises(Invalid, match="“Promise” has scores"):
        shortlist_rounds.set_criteria(round_=round_, rows=rows[1:], by=round_.created_by)
    rows[0], rows[1] = {**rows[0], "label": rows[1]["label"]}, {**rows[1], "label": rows[0]["label"]}
    shortlist_rounds.set_criteria(
        round_=round_,
        rows=[*rows, {"label": "Cost to others", "weight": 5}],
        version=round_.version,
        by=round_.created_by,
    )

    assert [row.label for row in round_.criteria.all()][:2] == ["Wider applicability", "Promise"]
    assert round_.criteria.last().label == "Cost to others"


def test_a_stale_tab_changes_nothing():
    round_ = evaluation_round()
    seen = round_.version
    shortlist_rounds.change(round_=round_, values={"fund": 900_000}, version=seen, by=round_.created_by)

    with pytest.raises(Conflict, match="Somebody changed this"):
        shortlist_rounds.change(round_=round_, values={"fund": 1}, version=seen, by=round_.created_by)

    assert EvaluationRound.objects.get().fund == 900_000


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"kind": "moon", "least": 1}, "Choose what the limit counts."),
        ({"kind": "strand", "code": "NOPE", "least": 1}, "Choose the strand that the limit counts."),
        ({"kind": "early"}, "Say how many at least or at most."),
        ({"kind": "early", "least": 3, "most": 2}, "“At least” cannot be more than “at most”."),
        ({"kind": "force", "least": 1}, "From any one force: say how many at most."),
        ({"kind": "early", "least": "many"}, "Enter a whole number from 0 to 200."),
    ],
)
def test_a_limit_that_makes_no_sense_is_refused(row, said):
    round_ = evaluation_round()

    with pytest.raises(Invalid) as refusal:
        shortlist_rounds.set_rules(round_=round_, rows=[row], by=round_.created_by)

    assert refusal.value.errors == {"rules.1": [said]}
    assert not round_.rules.exists()


def test_limits_count_what_was_published():
    round_ = evaluation_round(at_least=2, serious=1, fund=150_000)
    words()
    shortlist_rounds.set_rules(
        round_=round_, rows=[{"kind": "early", "least": 2}, {"kind": "strand", "code": "CSE", "most": 0}],
        by=round_.created_by,
    )  # fmt: skip
    one = candidate(round_, categories=["organisational"], approaches=["early_intervention"])
    two = candidate(round_, strands=["CSE"], categories=["organisational"], approaches=[])

    said = {row.limit.code: row.said for row in board.build(round_.created_by, round_).measured({one.pk, two.pk})}

    assert said == {
        "number": "2, at least 2: met",
        "serious": "0, at least 1: 1 too few",
        "fund": "£200,000, at most £150,000: £50,000 too much",
        "early": "1, at least 2: 1 too few",
        "strand:CSE": "1, at most 0: 1 too much",
    }


def test_scores_are_taken_only_while_they_are_asked_for():
    round_ = evaluation_round()
    row = candidate(round_)
    with pytest.raises(Conflict, match="Scores are not asked for now"):
        shortlist_scoring.score(candidate=row, scores={}, by=person("vkpp_staff"))
    with pytest.raises(NotAllowed, match="scored by VKPP staff"):
        scored(round_, row, {}, by=person("nvap_lead"))
    with pytest.raises(Invalid, match="choose 0 to 4"):
        scored(round_, row, {"Promise": 5}, by=person("vkpp_staff"))

    assert not CandidateScore.objects.exists()


def test_scoring_holds_the_round_before_the_candidate_as_the_pool_does():
    round_ = evaluation_round()
    row = candidate(round_)

    with CaptureQueriesContext(connection) as asked, pytest.raises(Conflict):
        shortlist_scoring.score(candidate=row, scores={}, by=person("vkpp_staff"))

    locks = [query["sql"].partition(" FROM ")[2].split()[0] for query in asked if "FOR NO KEY" in query["sql"]]
    assert locks == ['"practice_evaluationround"', '"practice_candidate"']


def test_asking_for_scores_tells_everybody_who_scores():
    round_, staff, reviewer = evaluation_round(), person("vkpp_staff"), person("evidence_reviewer")
    candidate(round_)
    Notification.objects.all().delete()

    to_decide(round_)

    assert mails("shortlist_scoring") == sorted([staff.email, reviewer.email])


def test_a_decision_needs_minutes_and_a_reason_for_each_broken_limit():
    round_ = evaluation_round(at_least=2, serious=1)
    row = to_decide_with(round_)

    with pytest.raises(Invalid) as refusal:
        shortlist_deciding.decide(round_=round_, chosen=[row.pk], minutes="", by=round_.created_by)

    assert refusal.value.errors == {
        "minutes": ["Write what was said and why: the minutes are what remains of the decision."],
        "override-number": ["Examples to evaluate: 1, at least 2: 1 too few. Change the set, or say why it may be so."],
        "override-serious": ["On serious violence: 0, at least 1: 1 too few. Change the set, or say why it may be so."],
    }
    assert not ShortlistDecision.objects.exists()


def to_decide_with(round_, **changes):
    row = candidate(round_, **changes)
    to_decide(round_)
    return row


def test_the_fund_cannot_be_passed_over_nor_a_missing_estimate():
    round_ = evaluation_round(fund=50_000)
    row, other = candidate(round_), candidate(round_, cost=None)
    to_decide(round_)
    over = {"fund": "We will find it.", "unpriced": "Later."}

    with pytest.raises(Invalid) as refusal:
        shortlist_deciding.decide(
            round_=round_, chosen=[row.pk, other.pk], minutes="All.", overrides=over, by=round_.created_by
        )

    assert refusal.value.errors == {
        "override-fund": ["The fund does not reach: £100,000, at most £50,000: £50,000 too much. Take an example out."],
        "override-unpriced": ["Estimate the cost of each chosen example first."],
    }


def test_a_decision_is_frozen_with_its_reasons_and_tells_the_owners():
    round_ = evaluation_round(serious=1)
    chosen, other = candidate(round_), candidate(round_)

    decision = decided(
        round_, [chosen], overrides={"serious": "None was ready."}, reasons={other.pk: "Next year."}, present="College"
    )

    assert {item.candidate_id: (item.chosen, item.reason) for item in decision.items.all()} == {
        chosen.pk: (True, ""),
        other.pk: (False, "Next year."),
    }
    assert [(row["code"], row["met"], row["override"]) for row in decision.limits] == [
        ("number", True, ""),
        ("serious", False, "None was ready."),
        ("fund", True, ""),
    ]
    assert mails("shortlist_chosen") == [chosen.practice.owner.email]
    assert Candidate.objects.get(selected=True) == chosen
    assert audit.events_about(round_).first().verb == "evaluation_round.decide"


def test_a_decision_can_be_reconsidered_until_an_evaluation_is_agreed():
    round_ = evaluation_round()
    row = candidate(round_)
    decided(round_, [row])

    with pytest.raises(Invalid, match="Give a reason"):
        shortlist_rounds.move(round_=round_, step="reconsider", by=round_.created_by)
    shortlist_rounds.move(round_=round_, step="reconsider", reason="A cost was wrong.", by=round_.created_by)
    decided(round_, [row])

    assert [decision.number for decision in round_.decisions.all()] == [2, 1]


def test_a_decided_round_is_not_changed():
    round_ = evaluation_round()
    row = candidate(round_)
    decided(round_, [row])

    with pytest.raises(Conflict, match="Reconsider the decision"):
        shortlist_rounds.change(round_=round_, values={"fund": 1}, by=round_.created_by)
    with pytest.raises(Conflict, match="The round is decided"):
        shortlist_pool.remove(candidate=row, why="No.", by=round_.created_by)
    with pytest.raises(Conflict, match="The round is decided"):
        shortlist_pool.select(round_=round_, chosen=[], by=round_.created_by)
