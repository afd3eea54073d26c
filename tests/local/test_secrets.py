"""Secrets from files, as secret stores mount them."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from vkpp import env


def test_secret_comes_from_the_variable_or_from_its_file(monkeypatch, tmp_path):
    assert env.secret("A_KEY") == ""
    monkeypatch.setenv("A_KEY", " plain ")
    assert env.secret("A_KEY") == "plain"
    monkeypatch.delenv("A_KEY")
    (tmp_path / "key").write_text("from a file\n")
    monkeypatch.setenv("A_KEY_FILE", str(tmp_path / "key"))
    assert env.secret("A_KEY") == "from a file"


def test_both_at_once_are_refused(monkeypatch, tmp_path):
    monkeypatch.setenv("A_KEY", "x")
    monkeypatch.setenv("A_KEY_FILE", str(tmp_path))
    with pytest.raises(ImproperlyConfigured, match="Both A_KEY and A_KEY_FILE are set"):
        env.secret("A_KEY")


def test_file_that_is_not_there_is_named_by_its_setting_only(monkeypatch, tmp_path):
    monkeypatch.setenv("A_KEY_FILE", str(tmp_path / "none"))
    with pytest.raises(ImproperlyConfigured) as refusal:
        env.secret("A_KEY")
    assert "The file that A_KEY_FILE names cannot be read" in str(refusal.value)


def test_several_secrets_stand_between_commas(monkeypatch, tmp_path):
    (tmp_path / "keys").write_text("one, two\n")
    monkeypatch.setenv("KEYS_FILE", str(tmp_path / "keys"))
    assert env.secrets("KEYS") == ["one", "two"]
