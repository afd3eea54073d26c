"""People's files in a backup: linked to the backup before only while that one's copies are whole."""

import os

import pytest

from vkpp.core.backups import manifest, taking

WORDS = b"what somebody attached"


@pytest.fixture
def media(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "media"
    (settings.MEDIA_ROOT / "practice").mkdir(parents=True)
    (settings.MEDIA_ROOT / "practice" / "plan.pdf").write_bytes(WORDS)
    return settings.MEDIA_ROOT


@pytest.fixture
def backed_up(media, tmp_path):
    """Takes the files into a new folder after those that it took before; returns folder and what it notes."""
    taken = []

    def take():
        folder = tmp_path / str(len(taken))
        folder.mkdir()
        files = taking._files(folder / taking.FILES, before=taken[-1] if taken else None)
        made = manifest.Manifest(taken_at="", server="", database={"size": 0}, tables={}, files=files, storage="folder")
        manifest.write(folder, made)
        taken.append(folder)
        return folder / taking.FILES / "practice" / "plan.pdf", files

    return take


def test_file_that_the_backup_before_has_whole_is_linked(backed_up):
    (first, noted), (second, again) = backed_up(), backed_up()

    assert noted == again == {"practice/plan.pdf": {"size": len(WORDS), "sha256": manifest.checksum(first)}}
    assert first.samefile(second)


def test_damaged_or_missing_in_the_backup_before_it_is_copied_anew(backed_up):
    first, noted = backed_up()
    first.write_bytes(WORDS.upper())
    second, again = backed_up()
    second.unlink()
    third, once_more = backed_up()

    assert noted == again == once_more
    assert third.read_bytes() == WORDS
    assert first.read_bytes() == WORDS.upper()


def test_where_files_cannot_be_linked_they_are_copied(backed_up, monkeypatch):
    first, noted = backed_up()

    def refuse(*_paths):
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(os, "link", refuse)
    second, again = backed_up()

    assert noted == again
    assert second.read_bytes() == WORDS
    assert not first.samefile(second)


def test_file_removed_meanwhile_is_left_out(media, tmp_path):
    gone = taking._copied(media / "gone", tmp_path / taking.FILES / "gone", None, None)

    assert gone is None
