"""What `check --deploy` refuses, and that the settings of production pass."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from vkpp.checks import RULES, refuse_unfit_production
from vkpp.local.quality import production

FIT = {
    "DEMO": False,
    "SITE_URL": "https://portal.police.uk",
    "ALLOWED_HOSTS": ["portal.police.uk"],
    "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
    "DEFAULT_FROM_EMAIL": "VKPP portal <no-reply@portal.police.uk>",
    "MAIL_DOMAIN": "portal.police.uk",
    "CLAMAV_HOST": "clamav",
    "MEDIA_ROOT": Path("/srv/files"),
    "METRICS_TOKEN": "",
    "OIDC_PROVIDERS": [],
}


@pytest.fixture
def fit(settings):
    for name, value in FIT.items():
        setattr(settings, name, value)
    return settings


def test_fit_settings_pass(fit):
    assert refuse_unfit_production() == []


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"DEMO": True}, "ENVIRONMENT"),
        ({"SITE_URL": "http://portal.police.uk"}, "SITE_URL"),
        ({"ALLOWED_HOSTS": ["*"]}, "ALLOWED_HOSTS"),
        ({"EMAIL_BACKEND": "vkpp.core.demo_mail.DemoMailBackend"}, "EMAIL_BACKEND"),
        ({"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}, "EMAIL_BACKEND"),
        ({"DEFAULT_FROM_EMAIL": "VKPP <no-reply@portal.example>"}, "DEFAULT_FROM_EMAIL"),
        ({"MAIL_DOMAIN": "portal.example"}, "MAIL_DOMAIN"),
        ({"EMAIL_BACKEND": "vkpp.core.govuk_notify.GovUkNotifyBackend"}, "NOTIFY_API_KEY"),
        ({"CLAMAV_HOST": ""}, "CLAMAV_HOST"),
        ({"MEDIA_ROOT": settings.LOCAL_DIR / "files"}, "MEDIA_ROOT"),
        ({"METRICS_TOKEN": "guess"}, "METRICS_TOKEN"),
        ({"OIDC_PROVIDERS": [{"server_url": "http://login.example"}]}, "OIDC_PROVIDERS"),
    ],
)
def test_each_unfit_setting_is_refused_by_name(fit, changed, named):
    for name, value in changed.items():
        setattr(fit, name, value)

    (refusal,) = refuse_unfit_production()

    assert named in refusal.msg
    assert refusal.msg.endswith(".")


def test_every_rule_has_an_id_of_its_own(fit):
    assert len(RULES) == len({sentence for _rule, sentence in RULES})


@pytest.mark.processes
def test_production_passes_djangos_own_checks_too():
    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        env={"PATH": os.environ["PATH"], **production()},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout) == (0, "System check identified no issues (0 silenced).\n"), done.stderr


@pytest.mark.processes
@pytest.mark.parametrize(("bucket", "refused"), [("", True), ("people", False)])
def test_production_needs_a_place_for_files(bucket, refused):
    environment = {"PATH": os.environ["PATH"], **production(), "MEDIA_ROOT": "", "S3_BUCKET": bucket}

    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert ("(portal.E008) Attachments would lie in a folder for demonstrations." in done.stderr) == refused


@pytest.mark.processes
@pytest.mark.parametrize("missing", ["SECRET_KEY", "DATABASE_URL", "REDIS_URL"])
def test_production_does_not_start_without_what_it_must_name(missing):
    environment = {"PATH": os.environ["PATH"], **production()}
    del environment[missing]

    done = subprocess.run(
        [sys.executable, "manage.py", "check"], env=environment, capture_output=True, text=True, check=False
    )

    assert done.returncode != 0
    assert f"ImproperlyConfigured: {missing} is not set. " in done.stderr
