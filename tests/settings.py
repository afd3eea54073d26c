"""Settings of the tests: those of the portal, with servers of their own and without anything slow or shared."""

import os
import sys
from pathlib import Path

os.environ.setdefault("LOCAL_DIR", str(Path(__file__).resolve().parent.parent / ".local-test"))
os.environ.setdefault("LOCAL_FAST", "true")

from vkpp.settings import *  # noqa: F403 - the settings under test, after the environment above
from vkpp.settings import BASE_DIR, STATIC_ROOT, STORAGES, TEMPLATES


class MissingVariable(str):
    """What a template of ours prints for a variable that does not exist: a failed test."""

    __slots__ = ()

    def __contains__(self, _: object) -> bool:
        return True

    def __mod__(self, name: object) -> str:
        import pytest

        template = _template_being_rendered()
        if Path(template).is_relative_to(BASE_DIR) and ".venv" not in template:
            pytest.fail(f"{template} shows {{{{ {name} }}}}, which is not in its context.")
        return ""


def _template_being_rendered() -> str:
    """File of the innermost template node on the call stack."""
    frame = sys._getframe()
    while frame is not None:
        origin = getattr(frame.f_locals.get("self"), "origin", None)
        if origin is not None:
            return str(origin.name)
        frame = frame.f_back
    return ""


TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = MissingVariable("%s")
STORAGES["default"] = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # WhiteNoise warns when it is not there, as in a fresh clone
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
CELERY_BROKER_URL = "memory://"
