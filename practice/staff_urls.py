"""Addresses of triage, rating, decisions and their mails."""

from django.urls import URLPattern, path

from practice.views import assignments, bulk, decisions, outbox, rating, triage

urlpatterns: list[URLPattern] = [
    path("triage/", triage.triage_queue, name="triage"),
    path("triage/bulk/", bulk.start, name="triage-bulk"),
    path("triage/bulk/preview/", bulk.preview, name="triage-bulk-preview"),
    path("triage/bulk/confirm/", bulk.confirm, name="triage-bulk-confirm"),
    path("triage/bulk/done/<str:key>/", bulk.result, name="triage-bulk-result"),
    path("triage/<str:reference>/", triage.record, name="triage-record"),
    path("triage/<str:reference>/claim/", triage.claim, name="triage-claim"),
    path("triage/<str:reference>/unclaim/", triage.unclaim, name="triage-unclaim"),
    path("triage/<str:reference>/hand-over/", triage.hand_over, name="triage-hand-over"),
    path("triage/<str:reference>/check/<str:kind>/", triage.check, name="triage-check"),
    path("triage/<str:reference>/marking/", triage.mark, name="triage-mark"),
    path("triage/<str:reference>/comment/", triage.comment, name="triage-comment"),
    path("triage/<str:reference>/compare/<str:other>/", triage.compare, name="triage-compare"),
    *(
        path(f"triage/<str:reference>/{slug}/", triage.decide, {"action": action}, name=f"triage-{slug}")
        for action, slug in (
            ("return", "return"),
            ("take_forward", "take-forward"),
            ("not_take_forward", "not-take-forward"),
            ("reopen", "reopen"),
            ("republish", "republish"),
        )
    ),
    path("rating/", rating.rating_list, name="rating"),
    path("rating/assign/", assignments.assign, name="rating-assign"),
    path("rating/agreement/", rating.raters_agree, name="agreement"),
    path("rating/<str:reference>/", rating.example, name="rating-example"),
    path("rating/<str:reference>/rate/", rating.rate, name="rating-rate"),
    path("rating/<str:reference>/comment/", rating.comment, name="rating-comment"),
    path("rating/<str:reference>/interest/", rating.interest, name="rating-interest"),
    path("rating/<str:reference>/settle/", rating.settle, name="rating-settle"),
    path("rating/<str:reference>/ask/", assignments.ask, name="rating-ask"),
    path("rating/<str:reference>/let-off/<int:pk>/", assignments.let_off, name="rating-let-off"),
    path("rating/<str:reference>/evidence/", rating.link_evidence, name="rating-evidence"),
    path("rating/<str:reference>/evidence/<int:pk>/remove/", rating.unlink_evidence, name="rating-evidence-remove"),
    path("decisions/", decisions.decision_list, name="decisions"),
    path("decisions/look-over/", decisions.look_over, name="decisions-look-over"),
    path("decisions/release/", decisions.release, name="decisions-release"),
    path("decisions/<str:reference>/stage/", decisions.stage, name="decision-stage"),
    path("decisions/<int:pk>/undecide/", decisions.undecide, name="decision-undecide"),
    path("outbox/", outbox.outbox, name="outbox"),
    path("outbox/confirm/", outbox.confirm, name="outbox-confirm"),
    path("outbox/act/", outbox.act, name="outbox-act"),
]
