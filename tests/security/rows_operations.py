"""Who gets in: the portal's own work is for VKPP administrators; how the portal stands is for everybody."""

from tests.security.rows_accounts import NOT_FOR_ADMINS_ONLY, get, post

TIMES = {"starts_at": "2031-01-01T18:00", "ends_at": "2031-01-01T19:00"}
OWED = {"pk": "owed"}


def ours(call, name, **more):
    return call(f"operations:{name}", "vkpp_admin", NOT_FOR_ADMINS_ONLY, **more)


ROWS = [
    get("status", "everybody"),
    get("status_json", "everybody"),
    *(ours(get, name) for name in ("front", "outbox", "jobs", "mails", "read_only", "notice")),
    ours(get, "outbox", query="?state=dropped&kind=core.mail&after=1"),
    ours(get, "jobs", query="?state=waiting"),
    ours(post, "outbox_retry", things=OWED),
    ours(post, "outbox_retry_all", data={"kind_of_work": "core.mail"}),
    ours(get, "outbox_give_up", things=OWED),
    ours(post, "outbox_give_up", things=OWED, data={"reason": "They left."}),
    ours(post, "job_retry", things={"number": "job.failed"}),
    ours(post, "read_only", data={"text": "We move to another server.", "ends_at": "2031-01-01T18:00"}),
    ours(post, "read_only_end"),
    ours(post, "notice", data={"text": "Away for half an hour.", **TIMES}),
    ours(post, "notice_withdraw", things={"pk": "notice"}),
]
