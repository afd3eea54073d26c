"""Settings of the measurements: the portal's own, on a database of theirs, with the floor beside its pages."""

import os

from vkpp.settings import *  # noqa: F403 - what is measured is the portal as it is
from vkpp.settings import DATABASES, STORAGES

DATABASES["default"]["NAME"] = os.environ.get("BENCH_DATABASE", "vkpp_bench_1000")
ROOT_URLCONF = "tests.performance.urls"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_AUTOREFRESH = False
API_RATE_TOKEN = API_RATE_PERSON = 1_000_000  # a measurement asks more often than anybody may
LOGGING["root"]["level"] = "ERROR"  # noqa: F405 - of the portal's settings
