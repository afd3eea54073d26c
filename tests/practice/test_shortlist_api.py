"""Choosing practice for evaluation by program: with the rules of the pages."""

import pytest

from practice.actions import shortlist_suggesting
from practice.models import CandidateScore, CommissionedEvaluation, EvaluationRound, Suggestion
from tests.api.clients import send
from tests.factories.accounts import person
from tests.factories.shortlist import candidate, decided, evaluation_round, fit_practice, opened, scored, to_decide
from tests.queries import queries

pytestmark = pytest.mark.django_db
ALL = "/api/v1/evaluation-rounds/"
MONEY = "/api/v1/evaluations/"
NEW = {"title": "Evaluations 2026", "fund": 1_500_000, "at_least": 10, "serious_violence_at_least": 5}


@pytest.fixture
def admin():
    return person("vkpp_admin")


def tag(browser, url):
    return {"If-Match": browser.get(url)["ETag"]}


def test_a_round_is_set_up_once_by_its_key(client_for, admin):
    browser, key = client_for(admin), {"Idempotency-Key": "one"}

    first = send(browser, "post", ALL, NEW, **key)
    again = send(browser, "post", ALL, NEW, **key)
    other = send(browser, "post", ALL, NEW | {"fund": 5}, **key)

    assert [answer.status_code for answer in (first, again, other)] == [201, 200, 409]
    assert first.json()["reference"] == again.json()["reference"] == EvaluationRound.objects.get().reference
    assert first["Location"] == first.json()["url"]


def test_filter_by_a_round_tells_nothing_to_who_sees_none(client_for, admin):
    round_ = evaluation_round(by=admin)
    other = client_for(person("national_analyst"))

    assert client_for(admin).get(f"{MONEY}?round={round_.reference}").status_code == 200
    assert [other.get(f"{MONEY}?round={name}").status_code for name in (round_.reference, "ER-99999")] == [400, 400]


def test_criteria_and_rules_are_changed_against_the_version_that_was_read(client_for, admin):
    round_ = evaluation_round(by=admin)
    browser, url = client_for(admin), f"{ALL}{round_.reference}/"
    seen = tag(browser, url)
    rows = browser.get(url).json()["criteria"]
    body = {"fund": 900_000, "criteria": [{**rows[0], "weight": 100}], "rules": [{"kind": "early", "least": 2}]}

    assert send(browser, "patch", url, body).status_code == 428
    changed = send(browser, "patch", url, body, **seen)
    stale = send(browser, "patch", url, body, **seen)

    assert (changed.status_code, stale.status_code) == (200, 409)
    assert [row["weight"] for row in changed.json()["criteria"]] == [100]
    assert changed.json()["rules"] == [{"kind": "early", "code": "", "least": 2, "most": None}]


def test_the_way_of_a_round_by_program(client_for, admin):
    browser, scorer = client_for(admin), client_for(person("evidence_reviewer"))
    practice, round_ = fit_practice(serious_violence=True), evaluation_round(by=admin)
    url = f"{ALL}{round_.reference}/"

    send(browser, "post", f"{url}candidates/", {"practices": [practice.reference]})
    (row,) = browser.get(f"{url}candidates/").json()["results"]
    send(browser, "patch", row["url"], {"cost": 120_000, "note": "Like the last one."})
    send(browser, "post", f"{url}score/", {}, **tag(browser, url))
    criteria = [one["id"] for one in browser.get(url).json()["criteria"] if one["source"] == "scored"]
    given = send(scorer, "put", f"{row['url']}scores/", {"scores": [{"criterion": pk, "score": 4} for pk in criteria]})
    send(browser, "post", f"{url}end_scoring/", {}, **tag(browser, url))
    kept = send(browser, "put", f"{url}selection/", {"candidates": [row["id"]]}, **tag(browser, url))
    done = send(browser, "post", f"{url}decision/", {"minutes": "This one."}, **tag(browser, url))

    assert [score["score"] for score in given.json()["my_scores"]] == [4, 4, 4]
    assert kept.json()["selected"] == [row["id"]]
    assert all(limit["met"] for limit in kept.json()["limits"])
    assert done.json()["items"] == [
        {"practice": practice.reference, "chosen": True, "points": 88.8, "cost": 120_000, "reason": ""}
    ]
    assert scorer.get(f"{url}decision/").json() == done.json()


def test_points_are_not_told_while_others_score(client_for, admin):
    round_ = evaluation_round(by=admin)
    row = candidate(round_)
    scored(round_, row, {"Promise": 4}, by=person("vkpp_staff"))
    url = f"{ALL}{round_.reference}/candidates/"

    told = client_for(admin).get(url).json()["results"]
    hidden = client_for(person("evidence_reviewer")).get(url).json()["results"]

    assert told[0]["points"] is not None
    assert hidden[0]["points"] is None
    assert client_for(person("evidence_reviewer")).get(f"{url}{row.pk}/").json()["standings"] == []


def test_a_suggestion_is_asked_for_and_read(client_for, admin):
    round_ = evaluation_round(fund=150_000, by=admin)
    rows = [candidate(round_) for _place in range(2)]
    for row, value in zip(rows, (4, 1), strict=True):
        scored(round_, row, {"Promise": value}, by=person("vkpp_staff"))
    browser, url = client_for(admin), f"{ALL}{round_.reference}/suggestions/"

    asked = send(browser, "post", url, {"title": "Best"}, **{"Idempotency-Key": "one"})
    again = send(browser, "post", url, {"title": "Best"}, **{"Idempotency-Key": "one"})
    shortlist_suggesting.find(suggestion=Suggestion.objects.get(), by=admin)
    found = browser.get(asked.json()["url"]).json()

    assert (asked.status_code, again.status_code, asked.json()["state"]) == (201, 200, "waiting")
    assert (found["state"], found["chosen"]) == ("best", [rows[0].pk])
    assert (asked.json()["reasons"], found["reasons"]) == ("waiting", "ready")
    assert [(row["candidate"], row["chosen"], row["loss"] > 0) for row in found["why"]] == [
        (rows[0].pk, True, True),
        (rows[1].pk, False, True),
    ]


def test_an_evaluation_is_agreed_and_followed_by_program(client_for, admin):
    round_ = evaluation_round(by=admin)
    row = candidate(round_)
    decided(round_, [row])
    browser = client_for(admin)

    made = send(browser, "post", MONEY, {"candidate": row.pk, "evaluator": "A university", "cost": 90_000})
    url = made.json()["url"]
    late = send(browser, "post", MONEY, {"candidate": row.pk, "evaluator": "A university", "cost": 90_000})
    step = {"title": "Fieldwork", "due_on": "2027-01-31", "payment": 20_000}
    added = send(browser, "post", f"{url}milestones/", step, **tag(browser, url)).json()
    send(browser, "patch", f"{url}milestones/{added['milestones'][0]['id']}/", {"done": True})
    for name in ("start", "report"):
        send(browser, "post", f"{url}{name}/", {}, **tag(browser, url))
    result = {"title": "The report", "result": "It works.", "year": 2026}
    done = send(browser, "post", f"{url}finish/", result, **tag(browser, url)).json()

    assert (made.status_code, late.status_code) == (201, 409)
    assert (done["state"], done["spent"], done["outcome"]) == ("finished", 20_000, "It works.")
    assert CommissionedEvaluation.objects.get().evidence.title == "The report"


@pytest.mark.parametrize("role", ["nvap_lead", "national_analyst", "evaluator"])
def test_others_find_nothing(client_for, admin, role):
    round_ = evaluation_round(by=admin)
    candidate(round_)
    browser = client_for(person(role))

    assert browser.get(ALL).json()["results"] == []
    assert browser.get(MONEY).json()["results"] == []
    assert browser.get(f"{ALL}{round_.reference}/").status_code == 404
    assert send(browser, "post", ALL, NEW).status_code == 403
    assert EvaluationRound.objects.count() == 1


def test_scorers_change_nothing_but_their_scores(client_for, admin):
    round_ = evaluation_round(by=admin)
    row = candidate(round_)
    opened(round_)
    browser, url = client_for(person("vkpp_staff")), f"{ALL}{round_.reference}/"

    refused = [
        send(browser, "patch", url, {"fund": 5}, **tag(browser, url)),
        send(browser, "post", f"{url}end_scoring/", {}, **tag(browser, url)),
        send(browser, "put", f"{url}selection/", {"candidates": []}, **tag(browser, url)),
        send(browser, "patch", f"{url}candidates/{row.pk}/", {"cost": 5}),
    ]

    assert [answer.status_code for answer in refused] == [403] * 4
    assert not CandidateScore.objects.exists()


@pytest.mark.parametrize("size", [1, 3])
def test_the_list_of_candidates_asks_the_same_for_one_and_for_three(client_for, admin, size):
    round_ = evaluation_round(by=admin)
    for _place in range(size):
        candidate(round_)
    to_decide(round_)

    assert queries(client_for(admin), f"{ALL}{round_.reference}/candidates/") == 12
