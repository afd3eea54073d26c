"""What the people of `make load` do: read, save, upload and export, with time to think, over real HTTP."""

import asyncio
import json
import random
import re
import time
import uuid
from typing import NamedTuple
from urllib.parse import urlencode

CSRF = "m" * 32
KINDS = {"read": 70, "save": 25, "upload": 2, "export": 3}  # of a hundred things they do
THINK = 40.0  # seconds between two of them, on average
PATIENCE = 60
SHARED = 0.2  # of the saves are of an answer that a colleague has open as well
VERSION = re.compile(r'name="version"[^>]*value="(\d+)"')


async def ask(port, session, method, path, body=b"", **headers):
    """One request as a browser sends it, without keeping the connection: status, body and seconds."""
    lines = [f"{method} {path} HTTP/1.1", "Host: localhost", "Connection: close"]
    lines += [f"Cookie: vkpp_session={session}; csrftoken={CSRF}", f"Content-Length: {len(body)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    began = time.perf_counter()
    try:
        async with asyncio.timeout(PATIENCE):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write("\r\n".join([*lines, "", ""]).encode() + body)
            answer = await reader.read()
            writer.close()
    except (OSError, TimeoutError) as fault:
        return 0, repr(fault), time.perf_counter() - began
    head, _empty, text = answer.partition(b"\r\n\r\n")
    words = head.split(b" ", 2)
    return int(words[1]) if len(words) > 1 else 0, text.decode(errors="replace"), time.perf_counter() - began


class Note(NamedTuple):
    """What somebody did: how long it took, when it was over, and status and words of an answer that was not good."""

    kind: str
    status: int
    seconds: float
    words: str
    at: float


class Person:
    """One of 880: an officer of a force on the last day of a round."""

    def __init__(self, told, number, port, notes, seed):
        who = told["people"][number]
        self.session, self.force, self.port, self.notes = who["session"], who["force"], port, notes
        self.random = random.Random(f"{seed} {number}")
        self.round, self.over = told["round"], told["over"]
        answers = told["answers"][self.force]
        self.own = dict(answers[number % 20 :: 20])
        self.shared = dict(answers[:3])
        self.kept = []

    async def live(self, until):
        """Do one thing after another, with time to think between them."""
        await asyncio.sleep(self.random.uniform(0, THINK))
        while time.monotonic() < until:
            kind = self.random.choices(list(KINDS), KINDS.values())[0]
            await getattr(self, kind)()
            thinks = min(max(self.random.expovariate(1 / THINK), 2), 3 * THINK)
            await asyncio.sleep(max(0.0, min(thinks, until - time.monotonic())))

    async def send(self, kind, good, method, path, body=b"", **headers):
        """One request, noted under its kind; anything but a good answer is an error."""
        status, text, seconds = await ask(self.port, self.session, method, path, body, **headers)
        wrong = status not in good
        words = (text[:300] or "no words") if wrong else ""
        self.notes.append(Note(kind, status if wrong else 0, seconds, words, time.monotonic()))
        return status, text

    def answer_page(self, code):
        """Address of one answer."""
        return f"/nvap/returns/{self.round}/{self.force}/{code}/"

    async def read(self):
        """A page."""
        code = self.random.choice([*self.own, *self.shared])
        pages = [
            *(
                self.answer_page(code),
                self.answer_page(code),
                f"/nvap/returns/{self.round}/{self.force}/",
                "/",
                "/nvap/",
            ),
            *("/practice/", f"/insight/rounds/{self.over}/forces/{self.force}/", "/nvap/returns/"),
        ]
        await self.send("read", {200}, "GET", self.random.choice(pages))

    async def save(self):
        """What the page sends while somebody types. When a colleague was first, the page is read again."""
        known = self.shared if self.random.random() < SHARED else self.own
        code = self.random.choice(list(known))
        text = f"On the last day: {uuid.uuid4().hex}"
        fields = {"csrfmiddlewaretoken": CSRF, "fields": "q-now", "q-now": text, "version": known[code]}
        form = {"Content_Type": "application/x-www-form-urlencoded", "X_Autosave": "1"}
        path = f"{self.answer_page(code)}save/"
        status, said = await self.send("save", {200, 409}, "POST", path, urlencode(fields).encode(), **form)
        told = json.loads(said) if status == 200 else {}
        if told.get("state") == "saved":
            known[code] = told["version"]
            saved = max(int(part.rpartition(":")[2]) for part in told["version"].split(" "))
            self.kept.append((self.force, code, saved, text))
            return
        if status == 409:
            self.notes.append(Note("colleague was first", 0, 0.0, "", time.monotonic()))
        _status, page = await self.send("read", {200}, "GET", self.answer_page(code))
        if found := VERSION.search(page):
            known[code] = int(found[1])

    async def upload(self):
        """A file beside an answer."""
        code = self.random.choice(list(self.own))
        mark = uuid.uuid4().hex
        part = f"--{mark}\r\nContent-Disposition: form-data; name="
        parts = [
            f'{part}"csrfmiddlewaretoken"\r\n\r\n{CSRF}\r\n',
            f'{part}"file"; filename="minutes.txt"\r\nContent-Type: text/plain\r\n\r\n{mark * 3000}\r\n--{mark}--\r\n',
        ]
        path, form = f"{self.answer_page(code)}evidence/", f"multipart/form-data; boundary={mark}"
        await self.send("upload", {302, 400}, "POST", path, "".join(parts).encode(), Content_Type=form)

    async def export(self):
        """The table of a page as a file, or the whole return as a workbook that a worker makes."""
        if self.random.random() < 0.7:
            path = f"/insight/rounds/{self.over}/forces/{self.force}/figures.csv"
            await self.send("export", {200}, "GET", path)
            return
        body, form = urlencode({"csrfmiddlewaretoken": CSRF}).encode(), "application/x-www-form-urlencoded"
        path = f"/nvap/returns/{self.round}/{self.force}/workbook/make/"
        await self.send("export", {302}, "POST", path, body, Content_Type=form)


async def idle(told, port, seed, times):
    """The same things at an idle portal, one after another: so many people do each kind once."""
    notes, kept = [], []
    for number in range(times):
        person = Person(told, number, port, notes, f"{seed} idle")
        for kind in KINDS:
            await getattr(person, kind)()
        kept += person.kept
    return notes, kept


async def rush(told, port, seed, seconds, number):
    """Everybody at once, for so many seconds: what was noted, and what was acknowledged."""
    notes, until = [], time.monotonic() + seconds
    everybody = [Person(told, each, port, notes, seed) for each in range(number)]
    await asyncio.gather(*(person.live(until) for person in everybody))
    return notes, [kept for person in everybody for kept in person.kept]
