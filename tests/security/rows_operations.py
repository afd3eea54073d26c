"""Who gets in: the portal's own work is for VKPP administrators; how the portal stands is for everybody."""

from tests.security.rows_accounts import NOT_FOR_ADMINS_ONLY, get, post

STARTS = {"starts_on_0": "1", "starts_on_1": "1", "starts_on_2": "2031", "starts_time": "18:00"}
ENDS = {"ends_on_0": "1", "ends_on_1": "1", "ends_on_2": "2031", "ends_time": "19:00"}
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
    ours(post, "read_only", data={"text": "We move to another server.", **ENDS}),
    ours(post, "read_only_end"),
    ours(post, "notice", data={"text": "Away for half an hour.", **STARTS, **ENDS}),
    ours(post, "notice_withdraw", things={"pk": "notice"}),
]
