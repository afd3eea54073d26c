"""People and programs that write while things break. Each notes what the portal acknowledged, and what it may not say."""

import hashlib
import json
import threading
import uuid
from random import Random

from tests.processes.faults import asking
from tests.processes.test_killed import content

SORRY = "The portal is not available"
ALWAYS = frozenset({0, 409, 429, 503})  # nobody answered, somebody was first, too often, away for a moment


class Person(threading.Thread):
    """Writes again and again until told to stop. `kept` is what was acknowledged, `trouble` what nobody should see."""

    PAUSE = (0.05, 0.25)

    def __init__(self, portal, over, seed):
        super().__init__(daemon=True)
        self.portal, self.over, self.random = portal, over, Random(f"{seed} {type(self).__name__}")
        self.kept, self.trouble, self.away = [], [], 0

    def run(self):
        """Until it is over."""
        while not self.over.is_set():
            self.write()
            self.over.wait(self.random.uniform(*self.PAUSE))

    def ask(self, method, path, token, body=None, headers=()):
        """One request of a program; what is neither an answer nor a sentence is trouble."""
        status, answer = self.portal.ask(method, path, token, body, dict(headers).items())
        self.judge(status, answer, good={200, 201}, said=answer.get("code") == "unavailable")
        return status, answer

    def judge(self, status, answer, *, good, said):
        """Note an answer that is not one of those a person can go on with."""
        if status in {0, 503}:
            self.away += 1
            self.over.wait(1)
        if status not in good and (status not in ALWAYS or (status == 503 and not said)):
            self.trouble.append((type(self).__name__, status, answer))

    def new_draft(self, token, title):
        """A complete example that is not sent in, or None."""
        body = {"call": "open-call", **content(title)}
        _status, made = self.ask("POST", "/api/v1/practices/", token, body, {"Idempotency-Key": uuid.uuid4().hex})
        return made if "reference" in made else None


class Answerer(Person):
    """Answers one question of a return; `kept` holds (version, text)."""

    def __init__(self, portal, over, seed, token, action):
        super().__init__(portal, over, seed)
        self.token, self.action, self.version = token, action, None
        self.path = f"/api/v1/returns/2026/norfolk/answers/{action}/"

    def write(self):
        """Save the next sentence, or look again at what is there."""
        if self.version is None:
            self.version = self.ask("GET", self.path, self.token)[1].get("version")
            return
        text = f"{self.action}: {uuid.uuid4().hex}"
        body, tag = {"answers": {"now": text}}, {"If-Match": f'"{self.version}"'}
        status, answer = self.ask("PATCH", self.path, self.token, body, tag)
        self.version = answer["version"] if status == 200 else None
        if status == 200:
            self.kept.append((self.version, text))


class Drafter(Person):
    """Types into a draft; `kept` holds (reference, version, text)."""

    def __init__(self, portal, over, seed, token):
        super().__init__(portal, over, seed)
        self.token, self.draft, self.version = token, None, None

    def write(self):
        """Save the next sentence."""
        if self.draft is None:
            made = self.new_draft(self.token, "Saved while things break")
            if made:
                self.draft, self.version = made["reference"], made["version"]
            return
        path = f"/api/v1/practices/{self.draft}/"
        if self.version is None:
            self.version = self.ask("GET", f"{path}?scope=working", self.token)[1].get("version")
            return
        text = f"Sentence {uuid.uuid4().hex}"
        tag = {"If-Match": f'"{self.version}"'}
        status, answer = self.ask("PATCH", path, self.token, {"learning": text}, tag)
        self.version = answer["version"] if status == 200 else None
        if status == 200:
            self.kept.append((self.draft, self.version, text))


class Sender(Person):
    """Sends examples in, which owes mails; `kept` holds references."""

    PAUSE = (0.2, 0.6)

    def __init__(self, portal, over, seed, token):
        super().__init__(portal, over, seed)
        self.token = token

    def write(self):
        """Send one in."""
        made = self.new_draft(self.token, "Sent in while things break")
        if made:
            path = f"/api/v1/practices/{made['reference']}/submit/"
            if self.ask("POST", path, self.token, {})[0] == 200:
                self.kept.append(made["reference"])


class Uploader(Person):
    """Adds files to a draft; `kept` holds (number of the file, SHA-256)."""

    PAUSE = (0.1, 0.4)

    def __init__(self, portal, over, seed, token):
        super().__init__(portal, over, seed)
        self.token, self.draft, self.added = token, None, 0

    def write(self):
        """Add a file of up to 300 kB."""
        if self.draft is None or self.added == 9:
            made = self.new_draft(self.token, "Files while things break")
            self.draft, self.added = (made["reference"] if made else None), 0
            return
        words = uuid.uuid4().hex.encode() * self.random.randint(1, 9000)
        path = f"/api/v1/practices/{self.draft}/attachments/"
        status, _headers, text = asking.file(self.portal, self.token, path, "notes.txt", words, uuid.uuid4().hex)
        answer = json.loads(text) if text.startswith("{") else {}
        self.judge(status, answer or text, good={200, 201}, said=answer.get("code") == "unavailable")
        if status in {0, 503}:
            self.draft = None
        if status in {200, 201}:
            self.added += 1
            self.kept.append((answer["id"], hashlib.sha256(words).hexdigest()))


class Packer(Person):
    """Has evidence packs made, and asks again with the same key when nobody answered; `kept` holds numbers of jobs."""

    PAUSE = (1.0, 2.0)
    CHOICE = {"force": "norfolk", "framework": "peel", "edition": "2021/22", "questions": ["1.1"], "format": "zip"}

    def __init__(self, portal, over, seed, token):
        super().__init__(portal, over, seed)
        self.token, self.key = token, uuid.uuid4().hex

    def write(self):
        """Ask for one."""
        headers = {"Idempotency-Key": self.key}
        status, answer = self.ask("POST", "/api/v1/evidence-packs/", self.token, self.CHOICE, headers)
        if status in {200, 201}:
            self.kept.append(int(answer["url"].rstrip("/").rpartition("/")[2]))
            self.key = uuid.uuid4().hex


class Correspondent(Person):
    """Writes messages to another force, which owes mails; `kept` holds texts."""

    PAUSE = (0.2, 0.6)

    def __init__(self, portal, over, seed, token, reference):
        super().__init__(portal, over, seed)
        self.token, self.path, self.version = token, f"/api/v1/contact-requests/{reference}/", None

    def write(self):
        """Send a message that is refused, not sent twice, when it went through already."""
        if self.version is None:
            self.version = self.ask("GET", self.path, self.token)[1].get("version")
            return
        text, tag = f"Message {uuid.uuid4().hex}", {"If-Match": f'"{self.version}"'}
        status, answer = self.ask("POST", f"{self.path}messages/", self.token, {"text": text}, tag)
        self.version = answer.get("version") if status in {200, 201} else None
        if status in {200, 201}:
            self.kept.append(text)


class Reader(Person):
    """Opens pages and tries a webhook out by a form; `kept` counts the tries that were acknowledged."""

    PAUSE = (0.1, 0.3)
    PAGES = ("/", "/practice/", "/nvap/", "/insight/", "/insight/webhooks/", "/account/", "/search/?q=custody")

    def __init__(self, portal, over, seed, session, hook):
        super().__init__(portal, over, seed)
        self.session, self.hook = session, hook

    def write(self):
        """Open a page, or press a button."""
        if self.random.random() < 0.7:
            status, _headers, text = asking.page(self.portal, self.session, self.random.choice(self.PAGES))
            self.judge(status, text[:3000], good={200}, said=SORRY in text)
            return
        status, _headers, text = asking.form(self.portal, self.session, f"/insight/webhooks/{self.hook}/ping/", {})
        self.judge(status, text[:3000], good={302}, said=SORRY in text)
        if status == 302:
            self.kept.append(1)


def everybody(portal, cast, over, seed):
    """The people of one schedule."""
    return [
        *(Answerer(portal, over, f"{seed} {number}", cast.lead[number], f"2.1.{number + 1}") for number in range(2)),
        Drafter(portal, over, seed, cast.author[0]),
        Sender(portal, over, seed, cast.author[1]),
        Uploader(portal, over, seed, cast.author[2]),
        Packer(portal, over, seed, cast.lead[2]),
        Correspondent(portal, over, seed, cast.author[3], cast.request),
        Reader(portal, over, seed, cast.session, cast.hook),
    ]
