"""Who gets in: choosing practice for evaluation. Staff and evidence reviewers score, administrators decide.

The example is from force A, and `interested` declared an interest in it: for them it is no candidate of any round.
"""

from tests.security.rows_accounts import get, post
from tests.security.table import Row

SCORE, DECIDE, OTHERS = "raters", "vkpp_admin", "raters -vkpp_admin"
SEES, NOT_DECIDES = "raters -interested", "vkpp_staff evidence_reviewer"
SCORING = {"reference": "shortlist.scoring"}
DECIDING = {"reference": "shortlist.deciding"}
DECIDED = {"reference": "shortlist.decided"}
IN_SCORING = {**SCORING, "pk": "shortlist.scoring.candidate"}
IN_DECIDING = {**DECIDING, "pk": "shortlist.deciding.candidate"}
IN_DECIDED = {**DECIDED, "pk": "shortlist.decided.candidate"}
NUMBER = {**DECIDING, "number": "=1"}
EVALUATION = {"reference": "shortlist.evaluation"}
MILESTONE = {**EVALUATION, "pk": "shortlist.milestone"}
ROUND = {"title": "A round", "fund": "1000", "at_least": "1", "serious_violence_at_least": "0"}
AGREED = {"evaluator": "A university", "cost": "1000"}
IF = {"If-Match": '"1"'}


def both(route, things=None, data=None, query=""):
    """Both methods of a page of administrators."""
    things = things or {}
    return [
        get(route, DECIDE, OTHERS, things=things, query=query),
        post(route, DECIDE, OTHERS, things=things, data=data or {}),
    ]


PAGES = [
    get("practice:shortlist", SCORE),
    *both("practice:shortlist-new", data=ROUND),
    get("practice:shortlist-round", SCORE, things=SCORING),
    get("practice:shortlist-round", SCORE, things=DECIDED),
    *both("practice:shortlist-change", DECIDING, ROUND),
    *both("practice:shortlist-step", {**DECIDING, "step": "=score_again"}),
    get("practice:shortlist-terms", SCORE, things=DECIDING),
    post("practice:shortlist-terms", SCORE, things=DECIDING),
    *both("practice:shortlist-limits", DECIDING),
    get("practice:shortlist-pool", DECIDE, OTHERS, things=DECIDING),
    post("practice:shortlist-pool-add", DECIDE, OTHERS, things=DECIDING, data={"pick": "@shortlisted"}),
    get("practice:shortlist-candidates", SCORE, things=SCORING),
    get("practice:shortlist-candidates", SCORE, things=DECIDING),
    get("practice:shortlist-candidate", SEES, things=IN_SCORING),
    get("practice:shortlist-candidate", SEES, things=IN_DECIDING),
    post("practice:shortlist-candidate", SEES, things=IN_SCORING),
    *both("practice:shortlist-cost", IN_DECIDING, {"cost": "5"}),
    *both("practice:shortlist-remove", IN_DECIDING, {"why": "No."}),
    get("practice:shortlist-interest", SEES, things=IN_SCORING),
    post("practice:shortlist-interest", SEES, things=IN_SCORING, data={"reason": "I advised it."}),
    get("practice:shortlist-select", SCORE, things=DECIDING),
    get("practice:shortlist-select", DECIDE, OTHERS, things=SCORING),
    post("practice:shortlist-select", SCORE, things=DECIDING, data={"do": "check", "version": "1"}),
    post("practice:shortlist-select", DECIDE, OTHERS, things=DECIDING, data={"do": "keep"}),
    *both("practice:shortlist-suggestions", DECIDING, {"title": "One"}),
    get("practice:shortlist-suggestion", DECIDE, OTHERS, things=NUMBER),
    get("practice:shortlist-compare", DECIDE, OTHERS, things=DECIDING, query="?a=1&b=1"),
    post("practice:shortlist-take", DECIDE, OTHERS, things=NUMBER),
    *both("practice:shortlist-decide", DECIDING, {"minutes": "This one."}),
    get("practice:shortlist-decision", SCORE, things=DECIDED),
    get("practice:shortlist-minutes", SCORE, things={**DECIDED, "number": "=1"}),
    get("practice:shortlist-money", SCORE, things=DECIDED),
    *both("practice:shortlist-commission", IN_DECIDED, AGREED),
    get("practice:shortlist-evaluation", SCORE, things=EVALUATION),
    *both("practice:shortlist-evaluation-change", EVALUATION, AGREED),
    post("practice:shortlist-milestone-add", DECIDE, OTHERS, things=EVALUATION),
    post("practice:shortlist-milestone", DECIDE, OTHERS, things={**MILESTONE, "what": "=done"}),
    *both("practice:shortlist-evaluation-stop", EVALUATION),
    *both("practice:shortlist-evaluation-result", EVALUATION),
    post("practice:shortlist-evaluation-step", DECIDE, OTHERS, things={**EVALUATION, "step": "=start"}),
]


def api(route, method, allowed, forbidden="", *, things=None, data=None, headers=None):
    """A row of the API."""
    return Row(route, allowed, forbidden, method=method, things=things or {}, data=data or {}, headers=headers or {})


OF_ONE = {**SCORING, "number": "shortlist.scoring.candidate"}
OF_DECIDING = {**DECIDING, "number": "shortlist.deciding.candidate"}
NEW = {"title": "A round", "fund": 1000, "at_least": 1, "serious_violence_at_least": 0}
API = [
    get("api:evaluation_rounds", "signed-in"),
    api("api:evaluation_rounds", "post", DECIDE, "signed-in -vkpp_admin", data=NEW),
    get("api:evaluation_round", SCORE, things=DECIDING),
    api("api:evaluation_round", "patch", DECIDE, OTHERS, things=DECIDING, data={"fund": 5}, headers=IF),
    api("api:evaluation_step", "post", DECIDE, OTHERS, things={**DECIDING, "step": "=score_again"}, headers=IF),
    get("api:evaluation_decision", SCORE, things=DECIDED),
    api("api:evaluation_decision", "post", DECIDE, OTHERS, things=DECIDING, data={"minutes": "So."}, headers=IF),
    get("api:evaluation_candidates", SCORE, things=DECIDING),
    api("api:evaluation_candidates", "post", DECIDE, OTHERS, things=DECIDING, data={"practices": ["@shortlisted"]}),
    get("api:evaluation_candidate", SEES, things=OF_ONE),
    get("api:evaluation_candidate", SEES, things=OF_DECIDING),
    api("api:evaluation_candidate", "patch", DECIDE, NOT_DECIDES, things=OF_DECIDING, data={"cost": 5}),
    api("api:evaluation_candidate_remove", "post", DECIDE, NOT_DECIDES, things=OF_DECIDING, data={"reason": "No."}),
    api("api:evaluation_scores", "put", SEES, things=OF_ONE, data={"scores": [{"criterion": 1, "score": 9}]}),
    api("api:evaluation_selection", "put", DECIDE, OTHERS, things=DECIDING, data={"candidates": []}, headers=IF),
    get("api:evaluation_suggestions", SCORE, things=DECIDING),
    api("api:evaluation_suggestions", "post", DECIDE, OTHERS, things=DECIDING, data={"title": "One"}),
    get("api:evaluation_suggestion", DECIDE, things=NUMBER),
    get("api:evaluations", "signed-in"),
    api("api:evaluations", "post", DECIDE, "signed-in -vkpp_admin", data={"candidate": 1}),
    get("api:evaluation", SCORE, things=EVALUATION),
    api("api:evaluation", "patch", DECIDE, OTHERS, things=EVALUATION, data={"cost": 5}, headers=IF),
    api(
        *("api:evaluation_milestones", "post", DECIDE, OTHERS),
        things=EVALUATION,
        data={"title": "Fieldwork", "due_on": "2027-01-01"},
        headers=IF,
    ),
    api(
        *("api:evaluation_milestone", "patch", DECIDE, OTHERS),
        things={**EVALUATION, "number": "shortlist.milestone"},
        data={"done": True},
    ),
    api("api:evaluation_commission_step", "post", DECIDE, OTHERS, things={**EVALUATION, "step": "=start"}, headers=IF),
]

ROWS = [*PAGES, *API]
