"""Rounds of choosing practice for evaluation over an example of force A: being scored, to be decided, decided.

`interested` declared an interest in it. What scorers said of it and the minutes are for the national team (`zzx…`).
"""

import datetime as dt

from django.utils import timezone

from practice.actions import commissioning, shortlist_pool, shortlist_suggesting
from tests.factories.shortlist import candidate, decided, evaluation_round, opened, scored, to_decide
from tests.security.checks import TYPED


def add_shortlist(build):
    """`shortlist.scoring`, `.deciding`, `.decided` with a candidate each, a suggestion and an evaluation."""
    from tests.security.things import marked

    example = build.publish(
        "shortlisted",
        values=marked("zzp") | {"stage": "untested", "title": f"Zzpshortlisted {TYPED}"},
        permitted=["share_forces", "contact_evaluators"],
    )
    build.interest_in(example, "shortlisted")
    scoring, deciding, done = (_round(build, example, name) for name in ("scoring", "deciding", "decided"))
    said = {"comment": f"Zzxshortlistcomment {TYPED}", "by": build.staff}
    for round_, row in (scoring, deciding, done):
        scored(opened(round_), row, {}, **said)
    for round_, _row in (deciding, done):
        to_decide(round_)
    shortlist_pool.select(round_=deciding[0], chosen=[deciding[1].pk], by=build.admin)
    suggestion, _job = shortlist_suggesting.ask(
        round_=deciding[0], title=f"Zzxshortlistsuggestion {TYPED}", by=build.admin
    )
    shortlist_suggesting.find(suggestion=suggestion, by=build.admin)
    decided(done[0], [done[1]], minutes=f"Zzxshortlistminutes {TYPED}", present=f"Bodies {TYPED}")
    _evaluation(build, done[1])


def _round(build, example, name):
    round_ = evaluation_round(
        by=build.admin, title=f"Zzxshortlist{name} {TYPED}", purpose=f"Zzxshortlistpurpose {TYPED}"
    )
    row = candidate(round_, practice=example)
    build.things |= {f"shortlist.{name}": round_.reference, f"shortlist.{name}.candidate": row.pk}
    return round_, row


def _evaluation(build, row):
    row.refresh_from_db()
    row.round.refresh_from_db()
    values = {"evaluator": f"Zzxshortlistbody {TYPED}", "design": f"Zzxshortlistdesign {TYPED}", "cost": 5000}
    evaluation = commissioning.commission(candidate=row, values=values, by=build.admin)
    due = timezone.localdate() + dt.timedelta(days=30)
    milestone = commissioning.add_milestone(
        evaluation=evaluation, title=f"Zzxshortlistmilestone {TYPED}", due_on=due, payment=1000, by=build.admin
    )
    build.things |= {"shortlist.evaluation": evaluation.reference, "shortlist.milestone": milestone.pk}
