"""Gunicorn's configuration (`gunicorn -c python:vkpp.web_server vkpp.wsgi`).

The application is loaded once and the workers are forked from it. Python's cyclic garbage collection would stop a
request in the middle for tens of milliseconds; so what was loaded is frozen, and collection happens between requests.
"""

import contextlib
import gc
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

from vkpp import env

# Set before the application is loaded: prometheus_client looks at it once, when it is imported.
_measurements = Path(tempfile.mkdtemp(prefix="vkpp-metrics-"))
os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(_measurements)

bind = env.text("BIND", f"127.0.0.1:{env.number('PORT', 8000, minimum=1)}")
workers = env.number("WEB_CONCURRENCY", 2, minimum=1)
threads = env.number("WEB_THREADS", 4, minimum=1)
worker_class = "gthread"
preload_app = True
timeout = 60
graceful_timeout = 20
keepalive = 5
max_requests = 10_000
max_requests_jitter = 1_000
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108 - gunicorn's own heartbeat file
control_socket_disable = True
forwarded_allow_ips = ""  # the scheme is read by Django (TRUST_PROXY), not guessed here
logger_class = "gunicorn.glogging.Logger"
accesslog = None  # vkpp.core.middleware writes one line per request

YOUNG = 20_000  # objects since the last collection after which one is worth its time
OLD_EVERY = 50  # young collections between full ones
_counts = {"young": 0}


def when_ready(_server: Any) -> None:
    """Before the workers are forked: what is loaded, the indexes too, stays and is never looked at again."""
    from django.db import DatabaseError, connections

    from practice import bank_index
    from reviews import learning_index

    with contextlib.suppress(DatabaseError):  # away or not migrated yet: it is asked again at the first page
        bank_index.current()
        learning_index.current()
    connections.close_all()
    gc.collect()
    gc.freeze()


def post_worker_init(_worker: Any) -> None:
    """In each worker: automatic collection only as a last resort inside one huge request."""
    gc.set_threshold(500_000, 20, 100)


def post_request(_worker: Any, _request: Any, _environ: Any, _response: Any) -> None:
    """After an answer has gone out: collect, if there is something to collect."""
    if gc.get_count()[0] < YOUNG:
        return
    _counts["young"] += 1
    gc.collect(2 if _counts["young"] % OLD_EVERY == 0 else 1)


def child_exit(_server: Any, worker: Any) -> None:
    """Forget the gauges of a worker that has ended; its counters stay."""
    from prometheus_client import multiprocess

    multiprocess.mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]  # the library has no types here


def on_exit(_server: Any) -> None:
    """Remove the files of the measurements."""
    shutil.rmtree(_measurements, ignore_errors=True)
