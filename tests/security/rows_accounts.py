"""Who gets in: pages of everybody, accounts, people and the audit trail."""

from tests.security.table import Row

DECIDES = "nvap_lead@A vkpp_admin"
SEES_A = "nvap_lead@A chief_officer@A staff"
PERSON = {"pk": "colleague"}
WHY = {"reason": "They have left."}
NOT_FOR_ADMINS_ONLY = "signed-in -vkpp_admin"


def get(route, allowed, forbidden="", **more):
    return Row(route, allowed, forbidden, **more)


def post(route, allowed, forbidden="", **more):
    return Row(route, allowed, forbidden, method="post", **more)


EVERYBODY = [
    *(get(name, "everybody") for name in ("healthz", "readyz", "metrics", "home", "help", "accessibility", "privacy")),
    *(get(name, "everybody") for name in ("cookies", "gallery", "demo_mail", "accounts:demo", "accounts:roles")),
    *(get(name, "everybody") for name in ("security_txt", "well_known_change_password")),
    post("csp_report", "everybody", data={"csp-report": {"blocked-uri": "inline"}}),
]

OWN = [
    *(get(f"accounts:{name}", "signed-in") for name in ("account", "profile", "sessions", "leave", "ask")),
    get("accounts:second_factor", "signed-in"),
    get("accounts:held", "signed-in"),
    post("accounts:held_file", "signed-in"),
    post("accounts:profile", "signed-in", data={"display_name": "New name", "sector": "policing"}),
    post("accounts:leave", "signed-in", data=WHY),
    post("accounts:sign_out_everywhere", "signed-in"),
    post("accounts:end_session", "owner", things={"pk": "session"}),
    post("accounts:ask", "signed-in", data={"role": "evaluator", "reason": "I evaluate."}),
    post("accounts:take_back", "nobody", things={"pk": "request"}),
    get("accounts:notifications", "signed-in"),
    post("accounts:read_all", "signed-in"),
    post("accounts:open_notification", "owner", things={"pk": "notification"}),
    get("accounts:end_role", "owner vkpp_admin nvap_lead@A", "chief_officer@A vkpp_staff interested",
        things={"pk": "own.membership"}),
    post("accounts:end_role", "owner vkpp_admin nvap_lead@A", "chief_officer@A vkpp_staff interested",
         things={"pk": "own.membership"}, data=WHY),
]  # fmt: skip

USES_API = "forces staff evidence_reviewer national_analyst"
TOKENS = [
    get("accounts:tokens", USES_API, "nobody peer_reviewer evaluator"),
    get("accounts:new_token", USES_API, "nobody peer_reviewer evaluator"),
    post(
        "accounts:new_token",
        USES_API,
        "nobody peer_reviewer evaluator",
        data={"name": "Report", "scopes": ["read"], "days": "30"},
    ),
    get("accounts:revoke_token", "owner", things={"pk": "token"}),
    post("accounts:revoke_token", "owner", things={"pk": "token"}),
]

PEOPLE = [
    get("accounts:people", "leads chiefs staff", "signed-in"),
    get("accounts:person", SEES_A, things=PERSON),
    *(
        row
        for name in ("reset_second_factor", "sign_out_person", "close_account")
        for row in (
            get(f"accounts:{name}", "vkpp_admin", "signed-in", things=PERSON),
            post(f"accounts:{name}", "vkpp_admin", "signed-in", things=PERSON, data=WHY),
        )
    ),
    get("accounts:left", "vkpp_admin", "signed-in"),
    get("accounts:anonymise", "vkpp_admin", "signed-in", things={"pk": "leaver"}),
    post("accounts:anonymise", "vkpp_admin", "signed-in", things={"pk": "leaver"}, data=WHY),
    get(
        "accounts:end_role",
        "contributor@A vkpp_admin nvap_lead@A",
        "chief_officer@A vkpp_staff interested",
        things={"pk": "membership"},
    ),
    get("accounts:requests", "leads vkpp_admin", "signed-in"),
    get("accounts:decide", DECIDES, "signed-in -nvap_lead@B", things={"pk": "request"}),
    post(
        "accounts:decide",
        DECIDES,
        "signed-in -nvap_lead@B",
        things={"pk": "request"},
        data={"decision": "grant", "reason": ""},
    ),
    get("accounts:invitations", "leads vkpp_admin", "signed-in"),
    get("accounts:invite", "leads vkpp_admin", "signed-in"),
    post("accounts:invite", "leads vkpp_admin", "signed-in", data={"email": "x@y.example", "role": "contributor"}),
    post("accounts:resend", DECIDES, things={"pk": "invitation"}),
    post("accounts:cancel", DECIDES, things={"pk": "invitation"}),
    get("accounts:invitation", "everybody", things={"secret": "secret"}),
    get("accounts:invitation", "everybody", things={"secret": "=guessed"}),
    post("accounts:invitation", "everybody", things={"secret": "secret"}),
    get("accounts:audit", "vkpp_admin", NOT_FOR_ADMINS_ONLY),
    get("accounts:audit", "vkpp_admin", NOT_FOR_ADMINS_ONLY, query="?check"),
]

ROWS = [*EVERYBODY, *OWN, *TOKENS, *PEOPLE]
