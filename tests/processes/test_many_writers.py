"""Many people save the same answers at once, through real web processes: no update is lost, each is in the history."""

import itertools
import threading

import pytest

pytestmark = pytest.mark.processes

WRITERS = 6
SAVES = 12
ANSWERS = "/api/v1/returns/2026/norfolk/answers/"
FIELDS = ("now", "planned")


@pytest.fixture(scope="module")
def tokens(portal):
    """Tokens of the lead and of the colleague whom theme 2.1 is assigned to."""
    return [
        portal.manage(
            *("create_token", email, "--scopes", "read", "return:write", "--name", f"Writers {number}"),
        ).split()[-1]
        for number, email in enumerate(("nvap.lead@norfolk.police.uk", "practice.lead@norfolk.police.uk"))
    ]


def revisions(portal, action):
    """(version, changes) of an answer, oldest first."""
    return portal.sql(
        "SELECT v.version, v.changes FROM nvap_responserevision v JOIN nvap_response a ON a.id = v.response_id"
        " JOIN nvap_return r ON r.id = a.ret_id JOIN accounts_force f ON f.id = r.force_id"
        " JOIN nvap_round o ON o.id = r.round_id JOIN nvap_actionversion x ON x.id = a.action_version_id"
        " WHERE o.code = '2026' AND f.code = 'norfolk' AND x.code = %s ORDER BY v.version",
        action,
    )


class Writer(threading.Thread):
    """Somebody who saves one question of one action again and again, reading it anew after each conflict."""

    def __init__(self, portal, token, action, field, name):
        super().__init__()
        self.portal, self.token, self.path, self.field, self.name = portal, token, f"{ANSWERS}{action}/", field, name
        self.acknowledged, self.conflicts, self.trouble = [], 0, []

    def run(self):
        version = self.read()
        for number in range(SAVES):
            text = f"{self.name}, sentence {number}."
            while not self.trouble:
                body, tag = {"answers": {self.field: text}}, {"If-Match": f'"{version}"'}
                status, answer = self.portal.ask("PATCH", self.path, self.token, body, tag.items())
                if status == 200:
                    version = answer["version"]
                    self.acknowledged.append(text)
                    break
                if status != 409:
                    self.trouble.append((status, answer))
                self.conflicts += 1
                version = self.read()

    def read(self):
        status, answer = self.portal.ask("GET", self.path, self.token)
        if status != 200:
            self.trouble.append((status, answer))
        return answer.get("version")


def test_many_writers_on_one_return_lose_nothing(web, tokens):
    actions = ("2.1.1", "2.1.2")
    before = {action: len(revisions(web, action)) for action in actions}
    places = itertools.cycle(itertools.product(actions, FIELDS[:1] * 2 + FIELDS[1:]))
    writers = [
        Writer(web, tokens[number % len(tokens)], *next(places), f"Writer {number}") for number in range(WRITERS)
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    assert [writer.trouble for writer in writers if writer.trouble] == []
    assert sum(writer.conflicts for writer in writers) > 0, "nobody met anybody: the test shows nothing"
    for action in actions:
        mine = [writer for writer in writers if writer.path.endswith(f"/{action}/")]
        rows = revisions(web, action)
        assert [version for version, _changes in rows] == list(range(rows[0][0], rows[0][0] + len(rows)))
        assert len(rows) - before[action] == sum(len(writer.acknowledged) for writer in mine) == SAVES * len(mine)
        present = {}
        for _version, changes in rows:
            for field, (old, new) in changes.items():
                assert present.get(field, old) == old, f"{action} {field}: an update was lost"
                present[field] = new
        saved = {changes[writer.field][1] for writer in mine for _version, changes in rows if writer.field in changes}
        assert {text for writer in mine for text in writer.acknowledged} <= saved
        stored = web.ask("GET", f"{ANSWERS}{action}/", tokens[0])[1]["answers"]
        assert {field: stored[field] for field in FIELDS} == {
            field: present.get(field, stored[field]) for field in FIELDS
        }
