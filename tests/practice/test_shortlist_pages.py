"""The pages of choosing practice for evaluation: what each person meets, without script, and how much is asked for it."""

import re

import pytest
from django.db import InternalError, transaction
from django.urls import reverse

from practice.actions import shortlist_pool, shortlist_suggesting
from practice.models import Candidate, CandidateScore, CommissionedEvaluation, EvaluationRound, Suggestion
from practice.shortlist import making as _making  # noqa: F401 - registers what it does for jobs
from tests.factories.accounts import person
from tests.factories.shortlist import candidate, decided, evaluation_round, fit_practice, opened, scored, to_decide
from tests.queries import queries
from vkpp.core import jobs, outbox
from vkpp.core.models import Job

pytestmark = pytest.mark.django_db
ROUND = {"title": "A round", "fund": "1,500,000", "at_least": "10", "serious_violence_at_least": "5"}
VERSION = re.compile(r'name="version" value="(\d+)"')


def at(name, *args):
    return reverse(f"practice:shortlist-{name}", args=args)


@pytest.fixture
def admin(client_for):
    return person("vkpp_admin")


def test_a_round_is_set_up_filled_scored_and_decided_by_its_pages(client_for, admin):
    browser, scorer = client_for(admin), client_for(person("evidence_reviewer"))
    practice = fit_practice(title="Visits after a call", serious_violence=True)

    browser.post(at("new"), {**ROUND, "at_least": "1", "serious_violence_at_least": "1"})
    round_ = EvaluationRound.objects.get()
    browser.post(at("pool-add", round_.reference), {"pick": [practice.reference], "why": "Promising."})
    row = Candidate.objects.get()
    browser.post(at("cost", round_.reference, row.pk), {"cost": "£120,000"})
    browser.post(at("step", round_.reference, "score"))
    values = {f"score-{criterion.pk}": "3" for criterion in round_.criteria.filter(source="scored")}
    scorer.post(at("candidate", round_.reference, row.pk), values)
    browser.post(at("step", round_.reference, "end_scoring"))
    browser.post(at("select", round_.reference), {"c": [row.pk], "do": "keep"})
    done = browser.post(at("decide", round_.reference), {"minutes": "The only one."}, follow=True)

    assert "1 example is to be evaluated, for £120,000 of £1,500,000." in done.content.decode()
    round_.refresh_from_db()
    assert (round_.state, CandidateScore.objects.count()) == ("decided", 3)
    pdf = scorer.get(at("minutes", round_.reference, 1))
    assert (pdf["Content-Type"], pdf.content[:4]) == ("application/pdf", b"%PDF")


def test_ticking_shows_each_limit_as_broken_or_met_without_storing_anything(client_for, admin):
    round_ = evaluation_round(fund=150_000, at_least=1, serious=1, by=admin)
    one, two = candidate(round_, title="First"), candidate(round_, title="Second", serious_violence=True)
    to_decide(round_)
    browser, address = client_for(admin), at("select", round_.reference)

    broken = browser.post(address, {"c": [one.pk, two.pk], "do": "check"}).content.decode()
    mended = browser.post(address, {"c": [two.pk]}).content.decode()

    assert "£200,000, at most £150,000: £50,000 too much" in broken
    assert "<strong>1 limit is broken</strong>" in broken
    assert "<strong>Every limit is met</strong>" in mended
    assert "This set is not kept yet." in mended
    assert not Candidate.objects.filter(selected=True).exists()


def test_checking_the_limits_does_not_let_the_set_go_over_a_colleagues(client_for, admin):
    round_ = evaluation_round(by=admin)
    one, two = candidate(round_, title="First"), candidate(round_, title="Second")
    to_decide(round_)
    browser, address = client_for(admin), at("select", round_.reference)
    first = VERSION.search(browser.get(address).text)[1]
    round_.refresh_from_db()
    shortlist_pool.select(round_=round_, chosen=[two.pk], version=round_.version, by=person("vkpp_admin"))

    checked = browser.post(address, {"version": first, "c": [one.pk], "do": "check"})
    again = VERSION.search(checked.text)[1]
    told = browser.post(address, {"version": again, "c": [one.pk], "do": "keep"})

    assert told.status_code == 409
    assert "Somebody changed this while you were writing." in told.text
    assert "<dt>Kept, not ticked</dt><dd>Second</dd>" in told.text
    assert "<dt>Ticked, not kept</dt><dd>First</dd>" in told.text
    assert [f'value="{row.pk}" checked' in told.text for row in (one, two)] == [True, False]
    assert list(Candidate.objects.filter(selected=True)) == [two]
    browser.post(address, {"version": VERSION.search(told.text)[1], "c": [one.pk], "do": "keep"})
    assert list(Candidate.objects.filter(selected=True)) == [one]


def test_a_scorer_sees_no_points_before_the_scoring_has_ended(client_for, admin):
    round_ = evaluation_round(by=admin)
    row = candidate(round_)
    scored(round_, row, {"Promise": 4}, by=person("vkpp_staff"), comment="Zzsecret")
    browser = client_for(person("evidence_reviewer"))

    shown = browser.get(at("candidates", round_.reference)).content.decode()
    page = browser.get(at("candidate", round_.reference, row.pk)).content.decode()

    assert "Points of 100" not in shown
    assert "Zzsecret" not in page
    assert browser.get(at("select", round_.reference)).status_code == 403


def test_a_suggestion_is_found_by_a_worker_and_says_why(client_for, admin, django_capture_on_commit_callbacks):
    round_ = evaluation_round(fund=200_000, at_least=2, by=admin)
    rows = [candidate(round_, cost=cost, title=title) for cost, title in ((90_000, "A"), (90_000, "B"), (95_000, "C"))]
    for row, points in zip(rows, (4, 3, 0), strict=True):
        scored(round_, row, {"Promise": points}, by=person("vkpp_staff"))
    to_decide(round_)
    browser = client_for(admin)

    answer = browser.post(at("suggestions", round_.reference), {"title": "Best"})
    job = Job.objects.get()
    assert answer["Location"] == jobs.address(job)
    jobs.run(job.pk)

    job.refresh_from_db()
    assert (job.state, job.done, job.total) == ("done", 3, 3)
    page = browser.get(job.next_url).content.decode()
    assert "2 examples" in page
    assert "With it the best set would lose" in page
    assert f'name="version" value="{round_.version}"' in page
    shortlist_pool.select(round_=round_, chosen=[rows[2].pk], version=round_.version, by=admin)
    refused = browser.post(at("take", round_.reference, 1), {"version": round_.version - 1}, follow=True)
    assert "Somebody changed this" in refused.content.decode()
    assert set(Candidate.objects.filter(selected=True)) == {rows[2]}
    browser.post(at("take", round_.reference, 1), {"version": round_.version})
    assert set(Candidate.objects.filter(selected=True)) == {rows[0], rows[1]}


def test_the_set_is_shown_before_its_reasons_and_these_are_filled_in_once(client_for, admin):
    round_ = evaluation_round(fund=150_000, by=admin)
    rows = [candidate(round_) for _place in range(2)]
    to_decide(round_)
    suggestion, _job = shortlist_suggesting.ask(round_=round_, by=admin)
    browser, address = client_for(admin), at("suggestion", round_.reference, 1)
    seen = []

    def look(done, _total):
        if done == 0:
            seen.append(browser.get(address).content.decode())

    assert "A worker looks for the best set." in browser.get(address).content.decode()
    shortlist_suggesting.find(suggestion=suggestion, by=admin, tell=look)

    assert "Tick this set" in seen[0]
    assert seen[0].count("The reason follows.") == len(rows)
    assert 'hx-trigger="every 2s"' in seen[0]
    page = browser.get(address).content.decode()
    assert "The reason follows." not in page
    assert 'hx-trigger="every 2s"' not in page
    why = suggestion.why
    assert set(why) == {str(row.pk) for row in rows}
    assert shortlist_suggesting.find(suggestion=suggestion, by=admin).why == why
    with pytest.raises(InternalError, match="Cannot update"), transaction.atomic():
        Suggestion.objects.update(why={})


def test_a_worker_that_was_killed_after_the_set_goes_on_with_the_reasons(client_for, admin):
    round_ = evaluation_round(fund=150_000, by=admin)
    row, _other = (candidate(round_) for _place in range(2))
    suggestion, _job = shortlist_suggesting.ask(round_=round_, by=admin)

    def stop(_done, _total):
        raise RuntimeError("killed")

    with pytest.raises(RuntimeError, match="killed"):
        shortlist_suggesting.find(suggestion=suggestion, by=admin, tell=stop)
    suggestion.refresh_from_db()
    assert (suggestion.result["status"], suggestion.why) == ("best", None)
    shortlist_pool.estimate(candidate=row, cost=140_000, by=admin)
    shortlist_suggesting.find(suggestion=suggestion, by=admin)

    assert suggestion.why == {}
    page = client_for(admin).get(at("suggestion", round_.reference, 1)).content.decode()
    assert "Something changed before its reason was worked out. Ask again." in page


def test_an_impossible_question_says_which_limits_clash_and_by_how_much(client_for, admin):
    round_ = evaluation_round(fund=150_000, at_least=2, by=admin)
    for _place in range(2):
        candidate(round_)
    to_decide(round_)
    suggestion, _job = shortlist_suggesting.ask(round_=round_, by=admin)
    shortlist_suggesting.find(suggestion=suggestion, by=admin)

    page = client_for(admin).get(at("suggestion", round_.reference, 1)).content.decode()

    assert "These cannot hold together" in page
    assert "£50,000 more would do: £200,000 in all." in page
    assert "1 fewer would do: at least 1." in page


def test_two_sets_are_compared(client_for, admin):
    round_ = evaluation_round(fund=200_000, at_least=0, by=admin)
    rows = [candidate(round_, title=title) for title in ("Alpha", "Beta")]
    for row, value in zip(rows, (4, 1), strict=True):
        scored(round_, row, {"Promise": value}, by=person("vkpp_staff"))
    to_decide(round_)
    for other in ({}, {"fund": 100_000}):
        suggestion, _job = shortlist_suggesting.ask(round_=round_, other=other, by=admin)
        shortlist_suggesting.find(suggestion=suggestion, by=admin)

    page = client_for(admin).get(at("compare", round_.reference) + "?a=1&b=2").content.decode()

    assert page.index("Only in “Suggestion 1”") < page.index("Beta") < page.index("In both") < page.index("Alpha")
    found = client_for(admin).get(at("compare", round_.reference) + "?a=1")
    assert found["Location"] == at("suggestions", round_.reference)


def test_a_suggestion_is_marked_when_something_changed_since(client_for, admin):
    round_ = evaluation_round(fund=200_000, at_least=0, by=admin)
    row = candidate(round_)
    scored(round_, row, {}, by=person("vkpp_staff"))
    to_decide(round_)
    suggestion, _job = shortlist_suggesting.ask(round_=round_, by=admin)
    shortlist_suggesting.find(suggestion=suggestion, by=admin)
    browser, address = client_for(admin), at("suggestion", round_.reference, 1)
    before = browser.get(address).content.decode()
    browser.post(at("cost", round_.reference, row.pk), {"cost": "5"})

    assert "have changed since it was found" not in before
    assert "have changed since it was found" in browser.get(address).content.decode()
    assert Suggestion.objects.get().result["cost"] == 100_000


def test_an_evaluation_is_agreed_followed_and_its_result_recorded_by_its_pages(client_for, admin):
    round_ = evaluation_round(by=admin)
    row = candidate(round_)
    decided(round_, [row])
    browser = client_for(admin)

    browser.post(at("commission", round_.reference, row.pk), {"evaluator": "A university", "cost": "90,000"})
    evaluation = CommissionedEvaluation.objects.get()
    add = {"title": "Fieldwork", "due_on": "2027-01-31", "payment": "20,000"}
    browser.post(at("milestone-add", evaluation.reference), add)
    step = evaluation.milestones.get()
    browser.post(at("milestone", evaluation.reference, step.pk, "done"))
    for name in ("start", "report"):
        browser.post(at("evaluation-step", evaluation.reference, name))
    result = {"title": "The report", "result": "It works.", "year": "2026", "emmie_effect": "3"}
    page = browser.post(at("evaluation-result", evaluation.reference), result, follow=True).content.decode()

    assert "£20,000 of £90,000 paid" in page
    assert "It is being rated anew." in page
    assert row.practice.evidence.get().emmie == {"effect": 3}


def test_a_refused_step_says_why_on_the_form(client_for, admin):
    round_ = evaluation_round(by=admin)

    page = client_for(admin).post(at("step", round_.reference, "score")).content.decode()

    assert "Put at least one example into the pool." in page
    assert EvaluationRound.objects.get().state == "preparing"


def test_weights_show_their_effect_before_they_are_saved(client_for, admin):
    round_ = evaluation_round(by=admin)
    row = candidate(round_, title="Visits")
    scored(round_, row, {"Promise": 4}, by=person("vkpp_staff"))
    rows = list(round_.criteria.all())
    values = {"version": round_.version}
    for place, one in enumerate(rows):
        values |= {f"id-{place}": one.pk, f"label-{place}": one.label, f"weight-{place}": "10" if place == 0 else "0"}
    browser, address = client_for(admin), at("terms", round_.reference)

    checked = browser.post(address, {**values, "do": "check"}).content.decode()
    assert "With the weights as typed" in checked
    assert "100.0" in checked
    assert round_.criteria.first().weight == 30
    round_.refresh_from_db()
    browser.post(address, {**values, "version": round_.version, "do": "keep"})
    assert [one.weight for one in round_.criteria.all()] == [10, 0, 0, 0, 0]


def test_the_home_page_says_what_is_to_be_scored(client_for, admin):
    round_ = evaluation_round(title="Round 2026", by=admin)
    candidate(round_)
    opened(round_)

    page = client_for(person("evidence_reviewer")).get("/").content.decode()

    assert "1 to score" in page
    assert at("candidates", round_.reference) in page


@pytest.mark.parametrize("name", ["candidates", "select", "suggestions", "pool", "money", "decision"])
def test_pages_ask_no_more_for_three_candidates_than_for_one(client_for, admin, name):
    counts = []
    for size in (1, 3):
        round_ = evaluation_round(by=admin)
        if name == "pool":
            rows = [fit_practice() for _place in range(size)]
        else:
            rows = [candidate(round_) for _place in range(size)]
            to_decide(round_)
        if name in {"money", "decision"}:
            decided(round_, rows)
        outbox.work()
        counts.append(queries(client_for(admin), at(name, round_.reference)))

    assert counts[0] == counts[1]
