"""`make load`: 880 people of 44 forces on the last day of a round, over real HTTP, against several web and worker processes.

Seven in ten things they do are reading, a quarter saves, the rest uploads and exports, each with time to think. The
database is a copy of that of `make bench PART=nvap`. MINUTES=10 and PEOPLE=880 can be set; SEED repeats a run.
"""

import asyncio
import json
import os
import signal
import statistics
import subprocess
import sys
import time
import urllib.request
from collections import Counter, defaultdict
from random import SystemRandom

import redis

from tests.performance import bench, load_clients, nvap_bench
from vkpp import env
from vkpp.local import postgres, servers, valkey

DATABASE, SOURCE = "vkpp_bench_load", "vkpp_bench_nvap"
PORT = int(os.environ.get("PORT", "8390"))
PEOPLE = int(os.environ.get("PEOPLE", "880"))
MINUTES = float(os.environ.get("MINUTES", "10"))
SEED = int(os.environ.get("SEED") or SystemRandom().randrange(10**6))
PROCESSES = {"WEB_CONCURRENCY": "3", "WEB_THREADS": "4"}
WORKERS = 2
BROKER = 5  # number of its database; the cache has the next one
IDLE_TIMES = 30
RUN = ["celery", "--quiet", "-A", "vkpp"]
TABLE = "{:<22}{:>9}{:>8}{:>9}{:>9}{:>9}{:>10}{:>9}"


def main():
    """0 when nobody met an error and nothing was lost."""
    bench.prepare("nvap", "nvap_load", nvap_bench.SOURCES, "44 forces × 50 actions × 10 rounds of returns")
    local = env.folder("LOCAL_DIR", bench.ROOT / ".local")
    servers.ensure(valkey, local)
    copy_database(local)
    environment = {**os.environ, **PROCESSES, "BENCH_DATABASE": DATABASE, "PORT": str(PORT), "LOG_LEVEL": "ERROR"}
    environment |= {"DJANGO_SETTINGS_MODULE": "tests.performance.settings", "REDIS_URL": empty_broker(local)}
    told = told_by_cast(environment)
    running = start(environment, local)
    try:
        bench.say(f"Seed {SEED}. Measuring each kind at an idle portal")
        calm, first = asyncio.run(load_clients.idle(told, PORT, SEED, IDLE_TIMES))
        bench.say(f"{PEOPLE} people for {MINUTES:g} minutes")
        busy, kept = asyncio.run(load_clients.rush(told, PORT, SEED, MINUTES * 60, PEOPLE))
        owed = drained(local)
    finally:
        end(running)
    return report(calm, busy, lost(local, [*first, *kept]), len(kept), owed)


def copy_database(local):
    """What people save goes into a copy."""
    rows(local, "postgres", f'DROP DATABASE IF EXISTS "{DATABASE}" WITH (FORCE)')
    rows(local, "postgres", f'CREATE DATABASE "{DATABASE}" TEMPLATE "{SOURCE}"')


def empty_broker(local):
    """Databases of the broker's server that no other portal of this LOCAL_DIR uses, with nothing in them."""
    for number in (BROKER, BROKER + 1):
        redis.Redis.from_url(f"{valkey.url(local)}?db={number}").flushdb()
    return f"{valkey.url(local)}?db={BROKER}"


def rows(local, database, statement, *values):
    """The rows of a statement on the bench's server."""
    import psycopg2

    address = postgres.url(local).replace(f"/{postgres.NAME}?", f"/{database}?")
    connection = psycopg2.connect(address)
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement, values or None)
            return cursor.fetchall() if cursor.description else []
    finally:
        connection.close()


def told_by_cast(environment):
    """Who the people are."""
    command = [sys.executable, "-m", "tests.performance.load_cast"]
    done = subprocess.run(command, cwd=bench.ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def start(environment, local):
    """Web, workers and beat; the web answers."""
    commands = [["gunicorn", "-c", "python:vkpp.web_server", "vkpp.wsgi"]]
    commands += [[*RUN, "worker", "--concurrency", "2", "--hostname", f"load{n}@%h"] for n in range(WORKERS)]
    commands += [[*RUN, "beat", "--schedule", str(local / "beat-load"), "--pidfile="]]
    with (local / "load.log").open("w") as log:
        running = [
            subprocess.Popen(
                [sys.executable, "-W", "ignore", "-m", *words],
                cwd=bench.ROOT, env=environment, stdout=log, stderr=log, start_new_session=True,
            )
            for words in commands
        ]  # fmt: skip
    deadline = time.monotonic() + 120
    while not alive():
        if time.monotonic() > deadline:
            sys.exit(f"The portal did not start; {local / 'load.log'} says why.")
        time.sleep(0.5)
    return running


def end(running):
    """Let the processes finish what they have in hand, and no longer than a minute."""
    for process in running:
        os.killpg(process.pid, signal.SIGTERM)
    deadline = time.monotonic() + 60
    for process in running:
        try:
            process.wait(timeout=max(1.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


def alive():
    """Whether the web process answers."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{PORT}/healthz", timeout=5) as answer:
            return answer.status == 200
    except OSError:
        return False


def drained(local):
    """Seconds until the workers had done all that was owed, and how many jobs failed."""
    began = time.monotonic()
    owed = (
        "SELECT (SELECT count(*) FROM core_outboxitem WHERE done_at IS NULL AND due <= now())"
        " + (SELECT count(*) FROM core_job WHERE state IN ('waiting', 'running'))"
    )
    while rows(local, DATABASE, owed)[0][0] and time.monotonic() - began < 600:
        time.sleep(1)
    failed = rows(local, DATABASE, "SELECT count(*) FROM core_job WHERE state = 'failed'")[0][0]
    done = rows(local, DATABASE, "SELECT count(*) FROM core_job WHERE state = 'done'")[0][0]
    return {
        "seconds": time.monotonic() - began,
        "left": rows(local, DATABASE, owed)[0][0],
        "failed": failed,
        "done": done,
    }


def lost(local, kept):
    """Acknowledged saves that the history of their answer does not have, or whose text no longer stands and was not
    replaced by a later one."""
    history = rows(
        local,
        DATABASE,
        "SELECT f.code, x.code, v.version, v.changes->'now'->>1, a.version, a.answers->>'now'"
        " FROM nvap_responserevision v JOIN nvap_response a ON a.id = v.response_id"
        " JOIN nvap_return r ON r.id = a.ret_id JOIN accounts_force f ON f.id = r.force_id"
        " JOIN nvap_actionversion x ON x.id = a.action_version_id WHERE v.changes ? 'now'",
    )
    saved = {tuple(row[:3]): row[3] for row in history}
    stands = {tuple(row[:2]): (row[4], row[5]) for row in history}
    found = [each for each in kept if saved.get(each[:3]) != each[3]]
    newest = {}
    for force, code, version, text in kept:
        newest[force, code] = max(newest.get((force, code), (0, "")), (version, text))
    return found + [(*place, *last) for place, last in newest.items() if stands.get(place, (0, ""))[1] != last[1]]


def report(calm, busy, missing, saves, owed):
    """The table; 0 when nobody met an error and nothing was lost."""
    print("\n" + TABLE.format("", "requests", "errors", "p50 ms", "p95 ms", "p99 ms", "idle ms", "× idle"))
    errors = Counter((note.kind, note.status, note.words) for note in [*calm, *busy] if note.words)
    for kind in [*load_clients.KINDS, "all"]:
        mine = [note for note in busy if note.seconds and kind in {note.kind, "all"}]
        quiet = [note.seconds * 1000 for note in calm if note.seconds and kind in {note.kind, "all"}]
        at = [part_of(mine, share) for share in (0.5, 0.95, 0.99)]
        base = statistics.median(quiet) if quiet else 0.0
        wrong = sum(1 for note in mine if note.words)
        figures = [f"{value:.0f}" for value in (*at, base)]
        print(TABLE.format(kind, len(mine), wrong, *figures, f"{at[0] / base:.1f}" if base else ""))
    first = sum(1 for note in busy if note.kind == "colleague was first")
    print(f"\np95 ms minute by minute: {', '.join(f'{ms:.0f}' for ms in by_minute(busy))}")
    print(
        f"\n{len([n for n in busy if n.seconds]) / (MINUTES * 60):.1f} requests a second; {saves} saves acknowledged, {first}"
    )
    print(
        f"times a colleague was first and the person was told; {len(missing)} updates lost. Afterwards the workers took"
    )
    print(
        f"{owed['seconds']:.0f} s; {owed['left']} things owed, {owed['done']} jobs done, {owed['failed']} failed. Seed {SEED}."
    )
    for (kind, status, words), number in errors.most_common(10):
        print(f"ERROR  {number} × {kind} {status}: {words[:160]}")
    for each in missing[:10]:
        print("LOST ", *each)
    return 1 if errors or missing or owed["left"] or owed["failed"] else 0


def part_of(notes, share):
    """Milliseconds within which this share of them was answered."""
    times = sorted(note.seconds * 1000 for note in notes) or [0.0]
    return times[min(int(len(times) * share), len(times) - 1)]


def by_minute(notes):
    """The p95 of what was asked in each minute: whether the portal was slow all of the time, or once."""
    began = min(note.at - note.seconds for note in notes)
    minutes = defaultdict(list)
    for note in notes:
        if note.seconds:
            minutes[int((note.at - note.seconds - began) // 60)].append(note)
    return [part_of(minutes[minute], 0.95) for minute in sorted(minutes)]


if __name__ == "__main__":
    sys.exit(main())
