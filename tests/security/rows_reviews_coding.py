"""Who gets in: the taxonomy, codings and bringing them together."""

from tests.security.rows_accounts import get, post

READS = "forces staff evidence_reviewer national_analyst"
ADMIN, COLLEAGUES = "vkpp_admin", "vkpp_staff interested"
OWN, CODERS = "vkpp_staff", "interested vkpp_admin"
BOOK, DRAFT = {"number": "book"}, {"number": "book.draft"}
THEME = {**DRAFT, "code": "book.new"}
BENCH = {"pk": "coding"}
POINT = {**BENCH, "point": "coding.point"}
CASE, BOTH, CODED = {"reference": "coding.case"}, {"reference": "both.case"}, {"reference": "coded.case"}
FREE = {"reference": "coding.free"}
AGREED = {"pk": "both.coding", "point": "both.agreed"}
NEW_POINT = {"text": "New.", "theme": "victim", "level": "operational", "kind": "problem"}
NEW_THEME = {"label": "Housing", "description": "Homes."}
CHOSEN = {"point": "@both.point"}


def managed(route, things, **more):
    """A page of administrators, of which colleagues are told whose it is."""
    return get(f"reviews:{route}", ADMIN, COLLEAGUES, things=things, **more)


def change(route, things=None, **data):
    """What administrators send."""
    return post(f"reviews:{route}", ADMIN, COLLEAGUES, things=things or {}, data=data)


CODE_BOOK = [
    get("reviews:taxonomy", READS),
    get("reviews:taxonomy-version", READS, things=BOOK),
    get("reviews:taxonomy-version", "staff", things=DRAFT),
    change("taxonomy-draft"),
    managed("taxonomy-describe", DRAFT),
    change("taxonomy-describe", DRAFT, title="Themes", note="New."),
    managed("taxonomy-compare", DRAFT),
    managed("taxonomy-publish", DRAFT),
    change("taxonomy-publish", DRAFT),
    managed("taxonomy-discard", DRAFT),
    change("taxonomy-discard", DRAFT),
    managed("book-theme-new", DRAFT),
    change("book-theme-new", DRAFT, **NEW_THEME),
    managed("book-theme", THEME),
    managed("book-theme", {**BOOK, "code": "book.theme"}),
    change("book-theme", THEME, **NEW_THEME),
    change("book-theme-move", THEME, way="up"),
    change("book-theme-leave-out", THEME),
]
DESK = [
    get("reviews:coding-queue", "staff"),
    *(
        get("reviews:coding-queue", "staff", query=f"?tab={tab}")
        for tab in ("done", "compare", "assure", "assign", "under_way")
    ),
    get("reviews:agreement", "staff"),
    get("reviews:coding-export", "staff"),
    post("reviews:coding-export", "staff", data={"format": "csv"}),
]
WORKBENCH = [
    get("reviews:workbench", OWN, things=BENCH),
    get("reviews:workbench", OWN, things=BENCH, query="?page=9&removed=1"),
    get("reviews:point-new", OWN, things=BENCH),
    post("reviews:point-new", OWN, things=BENCH, data=NEW_POINT),
    get("reviews:point", OWN, things=POINT),
    post("reviews:point", OWN, things=POINT, data=NEW_POINT),
    get("reviews:point", OWN, things=AGREED),
    post("reviews:point-remove", OWN, things=POINT),
    post("reviews:point-restore", OWN, things={**BENCH, "point": "coding.gone"}),
    post("reviews:coding-text", OWN, things=BENCH),
    get("reviews:coding-finish", OWN, things=BENCH),
    post("reviews:coding-finish", OWN, things=BENCH, data={"note": "Done."}),
    post("reviews:coding-reopen", OWN, things=BENCH),
]
ONE_REVIEW = [
    *(get("reviews:case-coding", "staff", things=things) for things in (CASE, BOTH, CODED, FREE)),
    get("reviews:coding-assign", "staff", things=FREE),
    post("reviews:coding-assign", "staff", things=FREE, data={"first": "@staff", "second": "@admin"}),
    get("reviews:coding-assign", "staff", things=CASE),
    get("reviews:coding-replace", "staff", things={**CASE, "role": "=first"}),
    post("reviews:coding-replace", "staff", things={**CASE, "role": "=first"}, data={"coder": "@admin"}),
    get("reviews:coding-hand-back", "staff", things=CASE),
    post("reviews:coding-hand-back", "staff", things=CASE),
    post("reviews:coding-assure", OWN, CODERS, things=CODED),
    get("reviews:coding-recode", "staff", things=CODED),
    get("reviews:coding-recode", "staff", things=CASE),
    post("reviews:coding-recode", "staff", things=CODED, data={"reason": "The themes changed."}),
]
TOGETHER = [
    get("reviews:coding-compare", "staff", things=BOTH),
    get("reviews:coding-compare", "", things=CASE),
    post("reviews:coding-take", OWN, CODERS, things=BOTH, data=CHOSEN),
    get("reviews:coding-change", OWN, CODERS, things={**BOTH, "first": "both.point"}),
    post("reviews:coding-change", OWN, CODERS, things={**BOTH, "first": "both.point"}, data=NEW_POINT),
    get("reviews:coding-join", OWN, CODERS, things={**BOTH, "first": "both.point", "second": "both.other"}),
    post(
        "reviews:coding-join",
        *(OWN, CODERS),
        things={**BOTH, "first": "both.point", "second": "both.other"},
        data=NEW_POINT,
    ),
    get("reviews:coding-agree", "staff", things=BOTH),
    post("reviews:coding-agree", OWN, CODERS, things=BOTH),
]
ROWS = [*CODE_BOOK, *DESK, *WORKBENCH, *ONE_REVIEW, *TOGETHER]
