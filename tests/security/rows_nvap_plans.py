"""Who gets in: reading the plan, its guidance, national actions and proposals; managing all of it."""

from tests.security.rows_accounts import get, post

ADMIN, COLLEAGUES = "vkpp_admin", "vkpp_staff interested"
STANDING = " ".join(f"{role}@{force}" for force in "AB" for role in ("nvap_lead", "chief_officer", "force_analyst"))
PROPOSERS = "leads chiefs staff"
PLAN = {"plan": "plan"}
ACTION = {**PLAN, "code": "=2.1.1"}
SECRET = {"plan": "=secret-plan"}
FORM = {"form": "=secret-form"}
ROUND = {"code": "=secret-round"}
NATIONAL = {"reference": "national"}
PROPOSAL = {"reference": "proposal"}
MOMENTS = {
    f"{name}_on_{part}": value
    for name in ("opens", "due", "closes", "until")
    for part, value in enumerate(("1", "2", "2099"))
}
QUESTION = {"section": "all", "code": "new-one", "label": "New", "kind": "text", "limit": "0"}


def managed(route, things=None, **more):
    """A page of administrators, of which colleagues are told whose it is."""
    return get(f"nvap:{route}", ADMIN, COLLEAGUES, things=things or {}, **more)


def change(route, things=None, **data):
    """What administrators send."""
    return post(f"nvap:{route}", ADMIN, COLLEAGUES, things=things or {}, data=data)


READING = [
    get("nvap:front", "signed-in"),
    get("nvap:plan", "signed-in", things=PLAN),
    get("nvap:plan", "signed-in", things=PLAN, query="?q=recognition"),
    get("nvap:plan", "staff", things=SECRET),
    get("nvap:action", "signed-in", things=ACTION),
    get("nvap:action", "staff", things={**SECRET, "code": "=2.1.1"}),
    get("nvap:crosswalk", "signed-in", things={"framework": "=peel"}),
    get("nvap:crosswalk", "signed-in", things={"framework": "=peel"}, query="?edition=2025"),
    get("nvap:national", "signed-in"),
    get("nvap:national-action", "signed-in", things=NATIONAL),
    get("nvap:proposals", "signed-in"),
    get("nvap:proposal", "signed-in", things=PROPOSAL),
    get("nvap:peers-own", STANDING),
    post("nvap:peers-own", "leads", " ".join(a for a in STANDING.split() if "lead" not in a), data={"peers": ["1"]}),
]
GUIDANCE = [
    *(get(f"nvap:toolkit-{page}", "staff", things=ACTION) for page in ("edit", "preview", "history")),
    get("nvap:toolkit-history", "staff", things=ACTION, query="?number=1"),
    post("nvap:toolkit-edit", "staff", things=ACTION, data={"meaning": "New words.", "version": "0"}),
    post("nvap:toolkit-publish", "staff", things=ACTION, data={"version": "1"}),
    post("nvap:toolkit-discard", "staff", things=ACTION),
]
NATIONALLY = [
    managed("national-new"),
    change("national-new", title="New", owner="NPCC"),
    managed("national-change", NATIONAL),
    change("national-change", NATIONAL, title="New", owner="NPCC", version="1"),
    *(get(f"nvap:national-{page}", "staff", things=NATIONAL) for page in ("milestone", "report")),
    post("nvap:national-milestone", "staff", things=NATIONAL, data={"title": "Reached"}),
    post("nvap:national-report", "staff", things=NATIONAL, data={"text": "Done.", "state": "done"}),
    post("nvap:national-milestone-done", "staff", things={**NATIONAL, "pk": "milestone"}),
    get("nvap:proposal-new", PROPOSERS, "signed-in"),
    post("nvap:proposal-new", PROPOSERS, "signed-in", data={"title": "Change", "kind": "review"}),
    managed("proposal-decide", PROPOSAL),
    change("proposal-decide", PROPOSAL, accept="yes", reason="It is right."),
    change("proposal-done", PROPOSAL),
]
PLANS = [
    managed("manage"),
    managed("manage-plan", PLAN),
    managed("manage-plan", SECRET),
    managed("manage-plan-export", SECRET),
    managed("manage-plan-publish", SECRET),
    change("manage-plan-publish", SECRET),
    managed("manage-plan-discard", SECRET),
    change("manage-plan-discard", SECRET),
    *(managed("manage-import", {"kind": f"={kind}"}) for kind in ("plan", "form", "crosswalk", "peers")),
    change("manage-import", {"kind": "=plan"}),
    *(managed("manage-import-example", {"kind": f"={kind}"}) for kind in ("crosswalk", "peers")),
    managed("manage-crosswalk", {"framework": "=peel"}),
    managed("manage-crosswalk", {"framework": "=peel"}, query="?edition=2025&show=all"),
    change("manage-crosswalk-review", {"framework": "=peel", "pk": "crosswalk.link"}, show="open"),
    managed("manage-crosswalk-export", {"framework": "=peel"}),
    managed("manage-peers", {"code": "=similar"}),
    managed("manage-peers", {"code": "=similar"}, query="?version=1"),
    managed("manage-peers-export", {"code": "=similar"}),
]
FORMS = [
    managed("manage-form", FORM),
    managed("manage-form-preview", FORM, query="?action=2.1.1"),
    managed("manage-form-export", FORM),
    managed("manage-form-copy", FORM),
    change("manage-form-copy", FORM, code="copied", title="Copied"),
    managed("manage-section-new", FORM),
    change("manage-section-new", FORM, code="more", title="More"),
    managed("manage-section", {**FORM, "code": "=all"}),
    change("manage-section", {**FORM, "code": "=all"}, title="Anew"),
    managed("manage-question-new", FORM, query="?section=all"),
    change("manage-question-new", FORM, **QUESTION),
    managed("manage-question", {**FORM, "code": "=headline"}),
    change("manage-question", {**FORM, "code": "=headline"}, **QUESTION),
    change("manage-question-move", {**FORM, "code": "=headline"}, way="up"),
    change("manage-question-remove", {**FORM, "code": "=headline"}),
    managed("manage-rule-new", FORM),
    change("manage-rule-new", FORM, code="new", severity="inform", condition="gap is yes", message="Look."),
    managed("manage-rule", {**FORM, "code": "=lowered"}),
    change("manage-rule", {**FORM, "code": "=lowered"}, code="lowered", severity="inform", condition="gap is yes"),
    change("manage-rule-remove", {**FORM, "code": "=lowered"}),
]
ROUNDS = [
    managed("manage-round-new"),
    change("manage-round-new", title="New", code="new", grace_minutes="15", **MOMENTS),
    *(managed(f"manage-round{page}", ROUND) for page in ("", "-change", "-announce", "-extend", "-publish")),
    change("manage-round-change", ROUND, title="New", code="new", grace_minutes="15", **MOMENTS),
    change("manage-round-announce", ROUND),
    change("manage-round-extend", ROUND, reason="A new lead.", **MOMENTS),
    change("manage-round-publish", ROUND),
]
ROWS = [*READING, *GUIDANCE, *NATIONALLY, *PLANS, *FORMS, *ROUNDS]
