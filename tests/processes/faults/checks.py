"""What must hold when everything runs again: nothing that was acknowledged is lost, and what is owed is done once."""

import hashlib
from collections import Counter
from email import message_from_bytes

from tests.processes.faults.people import Answerer, Correspondent, Drafter, Packer, Person, Reader, Sender, Uploader

OWED = "SELECT count(*) FROM core_outboxitem WHERE done_at IS NULL AND failed_at IS NULL AND due <= now() + interval '%s s'"
OWING = (
    "SELECT kind, due, claimed_until, attempts, last_error FROM core_outboxitem"
    " WHERE done_at IS NULL AND failed_at IS NULL"
)
ANSWERS = (
    "SELECT v.version, v.changes->'now'->>1 FROM nvap_responserevision v JOIN nvap_response a ON a.id = v.response_id"
    " JOIN nvap_return r ON r.id = a.ret_id JOIN accounts_force f ON f.id = r.force_id"
    " JOIN nvap_round o ON o.id = r.round_id JOIN nvap_actionversion x ON x.id = a.action_version_id"
    " WHERE o.code = '2026' AND f.code = 'norfolk' AND x.code = %s"
)
DRAFTS = (
    "SELECT r.version, r.changes->'learning'->>1 FROM practice_practicerevision r"
    " JOIN practice_practice p ON p.id = r.practice_id WHERE p.reference = %s"
)
TOLD = (
    "SELECT n.id, n.state, n.kind FROM core_notification n WHERE n.kind IN ('practice_submitted', 'contact_message')"
    " AND n.id > %s"
)


class Judge:
    """Looks at the database, the files and the mails of a machine after each schedule, and at all of it in the end."""

    def __init__(self, machine, cast):
        self.machine, self.program, self.hook = machine, cast.program, cast.hook
        self.mails = Counter()
        self.first_told = machine.sql("SELECT coalesce(max(id), 0) FROM core_notification")[0][0]
        self.first_owed = machine.sql("SELECT coalesce(max(id), 0) FROM core_outboxitem")[0][0]
        self.jobs, self.uploads, self.doubled = [], [], 0
        self.read_mails()
        self.mails.clear()

    def owed(self, within=0):
        """How much is owed and due now, or within so many seconds; whoever should do it runs."""
        self.machine.supervise()
        return self.machine.sql(OWED % within)[0][0]

    def settled(self):
        """After a schedule: what is due is done."""
        self.machine.wait_for(lambda: self.owed() == 0, "what is owed is done")

    def lost(self, people: list[Person]) -> list[str]:
        """Sentences on what was acknowledged and is not there."""
        found = [f"{name} was answered {status}: {answer}" for each in people for name, status, answer in each.trouble]
        for each in people:
            found += self.WAYS[type(each)](self, each)
        return found + self.told_twice()

    def _answers(self, person):
        rows = self.machine.sql(ANSWERS, person.action)
        stored, texts = dict(rows), Counter(text for _version, text in rows)
        lost = [f"Answer {person.action}, version {v}: “{t}” is lost" for v, t in person.kept if stored.get(v) != t]
        return lost + [f"Answer “{t}” was saved {texts[t]} times" for _v, t in person.kept if texts[t] > 1]

    def _drafts(self, person):
        stored = {name: dict(self.machine.sql(DRAFTS, name)) for name in {kept[0] for kept in person.kept}}
        return [f"{name}, version {v}: “{t}” is lost" for name, v, t in person.kept if stored[name].get(v) != t]

    def _sent(self, person):
        states = dict(self.machine.sql("SELECT reference, state FROM practice_practice"))
        told = Counter(
            row[0]
            for row in self.machine.sql(
                "SELECT p.reference FROM core_notification n JOIN practice_practice p ON p.id::text = n.about_id"
                " WHERE n.kind = 'practice_submitted' AND n.about_type = 'practice.practice' AND n.to_id = p.owner_id"
            )
        )
        gone = [name for name in person.kept if states.get(name, "draft") == "draft"]
        lost = [f"{name} was sent in and is “{states.get(name, 'not there')}”" for name in gone]
        return lost + [f"{name}: its author is told {told[name]} times" for name in person.kept if told[name] != 1]

    def _files(self, person):
        self.uploads += person.kept
        lost = []
        for number, sha256 in person.kept:
            rows = self.machine.sql("SELECT sha256, file FROM practice_attachment WHERE id = %s", number)
            path = self.machine.files / rows[0][1] if rows else None
            if path is None or not path.exists():
                lost.append(f"File {number} is lost")
            elif hashlib.sha256(path.read_bytes()).hexdigest() != sha256 or rows[0][0] != sha256:
                lost.append(f"File {number} is not what was sent")
        return lost

    def _packs(self, person):
        self.jobs += person.kept
        rows = {row[0] for row in self.machine.sql("SELECT id FROM core_job")}
        return [f"Pack {number} is lost" for number in person.kept if number not in rows]

    def _messages(self, person):
        rows = Counter(row[0] for row in self.machine.sql("SELECT text FROM practice_contactmessage"))
        return [f"“{text}” is there {rows[text]} times" for text in person.kept if rows[text] != 1]

    def _tries(self, person):
        rows = self.machine.sql("SELECT count(*) FROM analytics_delivery WHERE webhook_id = %s", person.hook)[0][0]
        return [] if rows >= len(person.kept) else [f"{len(person.kept)} tries of a webhook, {rows} are there"]

    WAYS = {
        Answerer: _answers,
        Drafter: _drafts,
        Sender: _sent,
        Uploader: _files,
        Packer: _packs,
        Correspondent: _messages,
        Reader: _tries,
    }

    def read_mails(self):
        """Take each mail that went out since. The demonstration would keep the newest by the clock of who wrote them."""
        for path in (self.machine.folder / "mail").glob("*.eml"):
            self.mails[message_from_bytes(path.read_bytes())["Message-ID"]] += 1
            path.unlink()

    def told_twice(self) -> list[str]:
        """Messages written down more than once for the same thing and person; mails sent twice are only counted."""
        self.read_mails()
        self.doubled = sum(number - 1 for number in self.mails.values() if number > 1)
        rows = self.machine.sql(
            "SELECT target_id, after->>'message', count(*) FROM core_auditevent WHERE verb = 'contact.write'"
            " GROUP BY 1, 2 HAVING count(*) > 1"
        )
        return [f"Message {row[1]} stands {row[2]} times in the trail" for row in rows]

    # ---- in the end ----------------------------------------------------------------------------------------------
    def in_the_end(self) -> list[str]:
        """When time has passed: nothing is owed, every mail and message to a program went out, every pack is there.

        The trail's seals hold, and every figure that was counted along the way is what the answers say.
        """
        for wait, what in ((self._nothing_owed, "nothing is owed"), (self._jobs_over, "every job is over")):
            try:
                self.machine.wait_for(wait, what)
            except AssertionError as stuck:
                return [f"Owed: {self.machine.sql(OWING)}. {stuck}"]
        self.read_mails()
        found = self._not_sent() + self._not_delivered() + self._not_made() + self._not_scanned()
        failed = "SELECT kind, last_error FROM core_outboxitem WHERE failed_at IS NOT NULL AND id > %s"
        rows = self.machine.sql(failed, self.first_owed)
        found += [f"{kind} was given up: {error}" for kind, error in rows]
        return found + self._refused("verify_audit") + self._refused("rebuild_summaries", "--check")

    def _nothing_owed(self):
        return self.owed(within=90) == 0

    def _jobs_over(self):
        self.machine.supervise()
        return self.machine.sql("SELECT count(*) FROM core_job WHERE state IN ('waiting', 'running')")[0][0] == 0

    def _not_sent(self):
        found = []
        for number, state, kind in self.machine.sql(TOLD, self.first_told):
            times = self.mails[f"<notification-{number}@portal.example>"]
            if state != "sent" or times < 1:
                found.append(f"{kind} {number} is “{state}”, and {times} mails went out")
        return found

    def _not_delivered(self):
        taken = set(self.program.taken)
        rows = self.machine.sql("SELECT id::text, state FROM analytics_delivery WHERE webhook_id = %s", self.hook)
        return [f"Message {number} is “{state}”" for number, state in rows if state != "done" or number not in taken]

    def _not_made(self):
        """A pack that was tried too often says so to its owner, who may try again: that is no loss, and is counted."""
        rows = self.machine.sql("SELECT id, state, file, file_size, error FROM core_job WHERE id = ANY(%s)", self.jobs)
        found = []
        for number, state, name, size, error in rows:
            path = self.machine.files / name
            if state == "done" and not (name and path.is_file() and path.stat().st_size == size):
                found.append(f"Pack {number} is finished without its file")
            elif state == "failed" and not error:
                found.append(f"Pack {number} failed without a word")
        return found

    def _not_scanned(self):
        numbers = [number for number, _sha256 in self.uploads]
        rows = self.machine.sql("SELECT id, scan FROM practice_attachment WHERE id = ANY(%s)", numbers)
        return [f"File {number} is “{scan}”" for number, scan in rows if scan != "clean"]

    def _refused(self, *command):
        """What a command says that finds something wrong: with the audit trail's seals, or with figures counted."""
        try:
            self.machine.manage(*command)
        except AssertionError as refusal:
            return [str(refusal)]
        return []

    def strays(self):
        """Files that no row speaks of: of requests that ended between the file and the row."""
        rows = self.machine.sql("SELECT file FROM practice_attachment UNION SELECT file FROM core_job")
        known = {row[0] for row in rows}
        folders = (self.machine.files / name for name in ("practice", "jobs"))
        there = {
            str(path.relative_to(self.machine.files))
            for folder in folders
            for path in folder.rglob("*")
            if path.is_file()
        }
        return len(there - known)

    def failed_packs(self):
        """Packs that the portal gave up with a sentence."""
        return self.machine.sql("SELECT count(*) FROM core_job WHERE id = ANY(%s) AND state = 'failed'", self.jobs)[0][
            0
        ]
