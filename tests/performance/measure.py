"""One process of the portal that is told what to fetch and says how long it took; `bench.py` drives such processes.

The whole portal is called as a web server calls it (WSGI, all middleware, real session, PostgreSQL and Valkey); only
the network is left out. Collection of garbage is arranged as in production: frozen after the start, between requests.
Lines in: `[kind, number]`. Lines out: JSON.
"""

import gc
import importlib
import io
import json
import os
import sys
import time
import zlib
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.performance.settings")

FINE = ("200", "302", "304")
CSRF = "m" * 32
TABLES = (
    *("practice_bankentry", "practice_banktext", "practice_practice"),
    *("reviews_learningentry", "reviews_casereview", "reviews_learningpoint", "reviews_page"),
)


def main():
    """Start the portal, tell what there is to measure, then fetch what is asked for until there is no more."""
    import django

    django.setup()
    from django.core.wsgi import get_wsgi_application

    application = get_wsgi_application()
    pages = importlib.import_module(os.environ.get("BENCH_PAGES", "tests.performance.pages")).Pages()
    read_tables()
    fetch(application, None, "/healthz")
    before, started = memory(), time.perf_counter()
    fetch(application, pages.officer, pages.first)
    ready = {"first_page_s": time.perf_counter() - started, "memory_mb": (memory() - before) / 1e6}
    kinds = {name: (session, paths) for name, session, paths in pages.all()}
    say({**ready, "kinds": {name: len(paths) for name, (_session, paths) in kinds.items()}})
    gc.collect()
    gc.freeze()
    gc.set_threshold(500_000, 20, 100)
    for line in sys.stdin:
        kind, number = json.loads(line)
        session, paths = kinds[kind]
        if "never asked" in kind:
            forget_phrases()
        say(fetched(application, session, paths[number]))
        gc.collect(1)


def read_tables():
    """Have the tables in memory, as on a server that has run for a while: else who is measured first pays for the disk."""
    from django.db import connection

    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"SELECT sum(length(row::text)) FROM {table} row")  # noqa: S608 - names of our own


def say(answer):
    """One line to who drives."""
    print(json.dumps(answer), flush=True)


def memory():
    """Resident memory in bytes."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")


def fetched(application, session, path):
    """What one request took, sent and asked the database."""
    from django.db import connection

    asked = []
    with connection.execute_wrapper(lambda run, *args: (asked.append(1), run(*args))[1]):
        seconds, status, body = fetch(application, session, path)
    if not status.startswith(FINE):
        return {"status": f"{status} at {path if isinstance(path, str) else path['path']}"}
    packed = len(zlib.compress(body, 6))
    weight = {"kb": len(body) / 1000, "sent": packed / 1000, "mb": memory() / 1e6}
    return {"ms": seconds * 1000, "queries": len(asked), **weight}


def fetch(application, session, asked):
    """One request as the server makes it: seconds, status, body. `asked`: a path, or method, path, headers and body."""
    from django.conf import settings

    asked = {"path": asked} if isinstance(asked, str) else asked
    path, content = asked["path"], asked.get("body", "").encode()
    place, _mark, query = path.partition("?")
    environ = {
        "REQUEST_METHOD": asked.get("method", "GET"),
        "PATH_INFO": place,
        "QUERY_STRING": query,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "8000",
        "HTTP_HOST": "localhost:8000",
        "HTTP_ACCEPT": "application/json" if "/api/" in path else "text/html",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.version": (1, 0),
        "wsgi.input": io.BytesIO(content),
        "CONTENT_LENGTH": str(len(content)),
        "wsgi.errors": sys.stderr,
        "wsgi.url_scheme": "http",
        "wsgi.multithread": False,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    environ.update(asked.get("headers", {}))
    if session:
        environ["HTTP_COOKIE"] = f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={CSRF}"
    status = []
    started = time.perf_counter()
    answer = application(environ, lambda words, _headers: status.append(words))
    body = b"".join(answer)
    answer.close()
    return time.perf_counter() - started, status[0], body


def forget_phrases():
    """Ask the database for words as if nobody had used them since the bank, or a review, last changed."""
    from practice import bank_index
    from reviews import learning_index

    for index in bank_index._kept.values():
        index.phrases.clear()
    for index in learning_index.kept.by_name.values():
        index.words.clear()


if __name__ == "__main__":
    main()
