"""Real processes killed in the middle: what was acknowledged is there, what is owed gets done once."""

import threading
import time
from email import message_from_bytes

import pytest

pytestmark = pytest.mark.processes

DRAFTS = 4
SENT_IN = 12


@pytest.fixture(scope="module")
def token(portal):
    """A token of the demo's first contributor of Norfolk."""
    email = portal.sql(
        "SELECT u.email FROM accounts_user u JOIN accounts_membership m ON m.user_id = u.id"
        " JOIN accounts_force f ON f.id = m.force_id WHERE m.role = 'contributor' AND f.code = 'norfolk' ORDER BY u.id"
    )[0][0]
    return portal.manage("create_token", email, "--scopes", "read", "practice:write", "--name", "Kill test").split()[-1]


def new_draft(portal, token, title):
    status, practice = portal.ask("POST", "/api/v1/practices/", token, {"call": "open-call", **content(title)})
    assert status == 201, practice
    return practice


def content(title):
    """Everything that an example needs to be sent in."""
    return {
        "title": title,
        "summary": "Two officers and a nurse share a car.",
        "lead_organisation": "Norfolk Constabulary",
        "contact_name": "Practice team",
        "contact_email": "practice.team@portal.example",
        "categories": ["prevention"],
        "strands": ["MH"],
        "serious_violence": False,
        "scale": "local",
        "stage": "untested",
        "target_groups": ["adults"],
        "aim": "Help sooner.",
        "description": "They go out together on four evenings.",
    }


def test_web_process_killed_while_people_save(web, token):
    drafts = [new_draft(web, token, f"Saved while killed {number}") for number in range(DRAFTS)]
    acknowledged = {draft["reference"]: [] for draft in drafts}
    over = threading.Event()

    def type_on(reference, version):
        number = 0
        while not over.is_set():
            number += 1
            text = f"Sentence {number} of {reference}."
            status, saved = web.ask(
                "PATCH",
                f"/api/v1/practices/{reference}/",
                token,
                {"learning": text},
                {"If-Match": f'"{version}"'}.items(),
            )
            if status == 200:
                version = saved["version"]
                acknowledged[reference].append((version, text))
            elif status:
                break

    writers = [threading.Thread(target=type_on, args=(draft["reference"], draft["version"])) for draft in drafts]
    for writer in writers:
        writer.start()
    time.sleep(2)
    web.kill("web")
    over.set()
    for writer in writers:
        writer.join()
    web.start("web")

    for reference, saves in acknowledged.items():
        assert saves, f"nothing was saved to {reference} before the kill: the test shows nothing"
        stored = dict(
            web.sql(
                "SELECT r.version, r.changes->'learning'->>1 FROM practice_practicerevision r"
                " JOIN practice_practice p ON p.id = r.practice_id WHERE p.reference = %s",
                reference,
            )
        )
        assert [stored.get(version) for version, _text in saves] == [text for _version, text in saves]
        (version, learning), *_more = web.sql(
            "SELECT version, learning FROM practice_practice WHERE reference = %s", reference
        )
        assert stored[version] == learning
        assert version >= saves[-1][0]


def sent_mails(portal):
    """Message-IDs of every mail in the demo's mail folder."""
    return [message_from_bytes(path.read_bytes())["Message-ID"] for path in (portal.folder / "mail").rglob("*.eml")]


def owed(portal):
    """How many outbox rows are not done."""
    return portal.sql("SELECT count(*) FROM core_outboxitem WHERE done_at IS NULL AND due <= now()")[0][0]


def notifications(portal, title):
    """State → number, of the messages to authors about the examples whose title starts so."""
    rows = portal.sql(
        "SELECT n.state, count(*) FROM core_notification n JOIN practice_practice p ON p.id::text = n.about_id"
        " WHERE p.title LIKE %s AND n.kind = 'practice_submitted' GROUP BY 1",
        f"{title}%",
    )
    return dict(rows)


def send_in(portal, token, title):
    draft = new_draft(portal, token, title)
    status, answer = portal.ask("POST", f"/api/v1/practices/{draft['reference']}/submit/", token, {})
    assert status == 200, answer
    return draft["reference"]


def test_worker_killed_while_mails_are_owed(web, token):
    web.start("worker")
    for number in range(SENT_IN):
        send_in(web, token, f"Sent in while the worker dies {number}")
        if number == SENT_IN // 2:
            web.kill("worker")
    assert owed(web) > 0
    web.start("worker", "beat")

    web.wait_for(lambda: owed(web) == 0, "everything owed is done")

    web.kill("beat")
    web.kill("worker")
    assert notifications(web, "Sent in while the worker dies") == {"sent": SENT_IN}
    mails = sent_mails(web)
    assert len(mails) == len(set(mails)), "a mail was sent twice"


def test_broker_killed_while_examples_are_sent_in(web, token):
    web.start("worker", "beat")
    send_in(web, token, "Sent in before the broker dies")
    web.wait_for(lambda: notifications(web, "Sent in before") == {"sent": 1}, "the worker is at work")
    web.kill_broker()

    reference = send_in(web, token, "Sent in without a broker")

    assert web.ask("GET", f"/api/v1/practices/{reference}/?scope=working", token)[1]["state"] == "submitted"
    assert web.ask("GET", "/readyz")[0] == 503
    web.servers("start")
    web.wait_for(
        lambda: notifications(web, "Sent in without") == {"sent": 1}, "the mail is sent after the broker is back"
    )
    web.kill("beat")
    web.kill("worker")
