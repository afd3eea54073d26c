"""Files that no row names go after two days, and no other file ever does."""

import datetime as dt
import os
from pathlib import Path

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import models
from django.utils import timezone

from tests.factories.practice import draft_practice
from vkpp.core import retention
from vkpp.core.models import RetentionRun
from vkpp.core.stray_files import FEW, RULE
from vkpp.core.whole_files import WholeFiles

pytestmark = pytest.mark.django_db
LATER = dt.timedelta(days=3)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    """A folder of files on the disk, as portals have it; not made before the first file is saved."""
    media = tmp_path / "files"
    settings.MEDIA_ROOT = str(media)
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": "vkpp.core.whole_files.WholeFiles"}}
    return media


def saved(number):
    return [default_storage.save(f"practice/2026/{n}.txt", ContentFile(b"Broken off")) for n in range(number)]


def attached():
    practice = draft_practice()
    return practice.attachments.create(
        name="plan.txt", file=ContentFile(b"A plan", "plan.txt"), size=6, sha256="a" * 64
    )


def later():
    return timezone.now() + LATER


def test_a_portal_without_files_has_no_stray_ones(folder):
    assert RULE.look(later()) == (0, None)
    assert not folder.exists()


def test_what_no_row_names_goes_and_what_one_names_stays():
    kept, [stray] = attached(), saved(1)

    [outcome] = retention.apply([RULE], now=later())

    assert (outcome.rows, outcome.failed) == (1, False)
    assert not default_storage.exists(stray)
    assert Path(default_storage.path(kept.file.name)).read_bytes() == b"A plan"
    assert RetentionRun.objects.get().forgotten == {"stray-files": 1}


def test_a_file_whose_row_may_still_come_stays(folder):
    young, old = saved(2)
    written = (timezone.now() - LATER).timestamp()
    os.utime(folder / old, (written, written))

    retention.apply([RULE])

    assert (default_storage.exists(young), default_storage.exists(old)) == (True, False)


def test_what_lies_beside_the_folders_is_not_ours(folder):
    saved(1)
    (folder / "README").write_text("Of whoever runs the portal")

    retention.apply([RULE], now=later())

    assert (folder / "README").exists()


def test_a_database_of_another_time_costs_no_file(folder):
    names = saved(FEW + 1)

    [outcome] = retention.apply([RULE], now=later())

    assert (outcome.rows, outcome.failed) == (FEW + 1, True)
    assert all(default_storage.exists(name) for name in names)
    assert RetentionRun.objects.get().failed == ["stray-files"]


def test_a_file_that_goes_meanwhile_is_nobodys_loss(folder, monkeypatch):
    [name] = saved(1)

    def gone(storage, asked):
        Path(storage.path(asked)).unlink()
        return FileSystemStorage.get_modified_time(storage, asked)

    monkeypatch.setattr(WholeFiles, "get_modified_time", gone)

    assert RULE.due(later()) == {}
    assert not default_storage.exists(name)


def test_a_storage_that_cannot_be_read_does_not_keep_other_rules(folder, monkeypatch):
    def away(_storage, _folder):
        raise PermissionError("not ours")

    monkeypatch.setattr(WholeFiles, "listdir", away)

    found = retention.look([RULE, retention.find("messages")], now=later())
    applied = retention.apply([RULE, retention.find("messages")], now=later())

    assert [one.failed for one in found] == [one.failed for one in applied] == [True, False]
    assert RetentionRun.objects.get().failed == ["stray-files"]


def test_every_column_with_a_file_keeps_it_where_the_rule_looks():
    columns = [
        field
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.FileField)
    ]
    assert len(columns) >= 6
    assert [str(field) for field in columns if field.storage is not default_storage] == []
