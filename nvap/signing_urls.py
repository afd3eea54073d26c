"""Addresses of signature, reading, versions, queries, waivers and improvement; they stand before those of actions."""

from django.urls import URLPattern, path

from nvap.views import desk, improvement, queries, reading, signing, versions, waivers

HERE = "returns/<slug:round_code>/<slug:force_code>/"
ONE = f"{HERE}read/<str:code>/"
PLAN = "improvement/<str:reference>/"

urlpatterns: list[URLPattern] = [
    path("desk/", desk.returns, name="desk"),
    path("queries/", queries.mine, name="queries"),
    path("queries/<str:reference>/", queries.thread, name="query"),
    path("queries/<str:reference>/change/", queries.change, name="query-change"),
    path(f"{HERE}sign/", signing.sign, name="sign"),
    path(f"{HERE}sign/confirm/", signing.confirm, name="sign-confirm"),
    path(f"{HERE}sign/send/", signing.step, {"action": "send_for_signature"}, name="sign-send"),
    path(f"{HERE}sign/recall/", signing.step, {"action": "recall"}, name="sign-recall"),
    path(f"{HERE}sign/return/", signing.return_unsigned, name="sign-return"),
    path(f"{HERE}submit/", signing.step, {"action": "submit"}, name="submit"),
    path(f"{HERE}send-back/", reading.decide, {"action": "send_back"}, name="send-back"),
    path(f"{HERE}accept/", reading.decide, {"action": "accept"}, name="accept"),
    path(f"{HERE}reopen/", reading.reopen, name="reopen"),
    path(f"{HERE}queries/", queries.of_return, name="return-queries"),
    path(f"{HERE}versions/", versions.versions, name="versions"),
    path(f"{HERE}versions/compare/", versions.compare, name="versions-compare"),
    path(f"{HERE}versions/<int:number>/", versions.version, name="version"),
    path(f"{HERE}amend/", versions.ask_amendment, name="amend"),
    path(f"{HERE}amend/<int:pk>/", versions.decide_amendment, name="amendment"),
    path(f"{HERE}read/", reading.whole, name="reading"),
    path(ONE, reading.answer, name="reading-answer"),
    path(f"{ONE}checks/<int:pk>/waive/", waivers.waive, name="waive"),
    path(f"{ONE}query/", reading.raise_query, name="query-raise"),
    path(f"{ONE}code/", reading.code, name="code"),
    *(
        path(f"{ONE}{kind}/<int:pk>/take-back/", reading.uncode, {"kind": kind}, name=f"uncode-{kind}")
        for kind in ("gap", "practice")
    ),
    path("waivers/", waivers.waivers, name="waivers"),
    path("waivers/<int:pk>/end/", waivers.end, name="waiver-end"),
    path("improvement/", improvement.plan, name="improvements"),
    path("improvement/new/", improvement.new, name="improvement-new"),
    path("improvement/gaps/<int:pk>/", improvement.from_gap, name="improvement-from-gap"),
    path(PLAN, improvement.one, name="improvement"),
    path(f"{PLAN}change/", improvement.edit, name="improvement-edit"),
    path(f"{PLAN}steps/<int:pk>/", improvement.step, name="improvement-step"),
    *(
        path(f"{PLAN}{slug}/", improvement.act, {"action": slug.replace("-", "_")}, name=f"improvement-{slug}")
        for slug in ("report", "add-step", "finish", "drop", "begin", "resume")
    ),
]
