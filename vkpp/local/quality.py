"""`make check`: everything a machine can say about the code without running the tests."""

import os
import secrets
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from vkpp import env
from vkpp.local import servers
from vkpp.local.bootstrap import ROOT

BIN = Path(sys.executable).parent
SCHEMA = ROOT / "docs" / "openapi.yaml"


def production() -> dict[str, str]:
    """An environment such as production has, for Django's deploy checks."""
    return {
        "ENVIRONMENT": "production",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "SITE_URL": "https://portal.police.uk",
        "ALLOWED_HOSTS": "portal.police.uk",
        "DATABASE_URL": "postgresql://portal:secret@database:5432/vkpp",
        "REDIS_URL": "redis://:secret@valkey:6379",
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": "mail.police.uk",
        "DEFAULT_FROM_EMAIL": "VKPP portal <no-reply@portal.police.uk>",
        "MAIL_DOMAIN": "portal.police.uk",
        "MEDIA_ROOT": "/srv/files",
        "CLAMAV_HOST": "clamav",
    }


def checks(schema: Path) -> list[tuple[str, list[str | Path], dict[str, str]]]:
    """What is checked: a sentence that is true when the command succeeds, the command, its extra environment."""
    manage: list[str | Path] = [sys.executable, "manage.py"]
    return [
        ("The style is ours", [BIN / "ruff", "check", "--quiet", "."], {}),
        ("The format is ours", [BIN / "ruff", "format", "--quiet", "--check", "."], {}),
        ("The types agree", [BIN / "mypy"], {}),
        ("Apps import only to their left", [BIN / "lint-imports"], {}),
        ("Every change of a model has its migration", [*manage, "makemigrations", "--check", "--dry-run"], {}),
        ("New migrations are safe while the version before runs", [sys.executable, "-m", "vkpp.local.migrations"], {}),
        ("Django finds nothing", [*manage, "check", "--fail-level", "WARNING"], {}),
        ("Django finds nothing in production", [*manage, "check", "--deploy", "--fail-level", "WARNING"], production()),
        ("The API schema can be written", [*manage, "spectacular", "--validate", "--file", schema], {}),
    ]


def main() -> int:
    """Do all the checks, also after one has failed; 0 when nothing was found."""
    os.environ.setdefault("LOCAL_DIR", str(ROOT / ".local-test"))
    os.environ.setdefault("LOCAL_FAST", "true")
    local_dir = env.folder("LOCAL_DIR", ROOT / ".local-test")
    for server in servers.SERVERS.values():
        servers.ensure(server, local_dir)
    with tempfile.TemporaryDirectory() as folder:
        schema = Path(folder) / "openapi.yaml"
        held = [holds(sentence, words, extra) for sentence, words, extra in checks(schema)]
        held.append(is_current(schema))
    return 0 if all(held) else 1


def holds(sentence: str, words: list[str | Path], extra: dict[str, str]) -> bool:
    """Run one check; what it says is shown when it fails."""
    started = time.monotonic()
    done = subprocess.run(
        [str(word) for word in words],
        cwd=ROOT,
        env={**os.environ, **extra},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    good = done.returncode == 0
    print(f"{'✓' if good else '✗'} {sentence} ({time.monotonic() - started:.1f} s)", flush=True)
    if not good:
        print(done.stdout, flush=True)
    return good


def is_current(schema: Path) -> bool:
    """Whether docs/openapi.yaml is what the code would write."""
    current = SCHEMA.exists() and schema.exists() and SCHEMA.read_text() == schema.read_text()
    print(f"{'✓' if current else '✗'} docs/openapi.yaml is up to date", flush=True)
    if not current:
        print("  Write it again with `make docs` and commit it.", flush=True)
    return current


if __name__ == "__main__":
    sys.exit(main())
