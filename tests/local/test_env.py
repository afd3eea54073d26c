"""Settings from the environment: what is taken and in which sentence the rest is refused."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from vkpp import env


@pytest.mark.parametrize(("raw", "read"), [("true", True), ("1", True), ("FALSE", False), ("0", False), ("", True)])
def test_flag(monkeypatch, raw, read):
    monkeypatch.setenv("A_FLAG", raw)

    assert env.flag("A_FLAG", True) is read


def test_flag_refused(monkeypatch):
    monkeypatch.setenv("DEBUG", "yes")

    with pytest.raises(ImproperlyConfigured, match=r"^Unexpected value DEBUG=yes, use 'true' or 'false'\.$"):
        env.flag("DEBUG", False)


@pytest.mark.parametrize("raw", ["0", "-1", "1.5", "many"])
def test_number_refused(monkeypatch, raw):
    monkeypatch.setenv("PORT", raw)

    with pytest.raises(ImproperlyConfigured, match=f"^Unexpected value PORT={raw}, use a whole number of at least 1"):
        env.number("PORT", 8000, minimum=1)


def test_choice_refused(monkeypatch):
    monkeypatch.setenv("ENVIRONMENT", "prod")

    with pytest.raises(ImproperlyConfigured, match=r"ENVIRONMENT=prod, use one of: demo, production\.$"):
        env.choice("ENVIRONMENT", "demo", ("demo", "production"))


def test_words(monkeypatch):
    monkeypatch.setenv("ALLOWED_HOSTS", " a.police.uk, ,b.police.uk ")

    assert env.words("ALLOWED_HOSTS") == ["a.police.uk", "b.police.uk"]


def test_table(monkeypatch):
    monkeypatch.setenv("OIDC_PROVIDERS", '[{"name": "Kent", "secret": "s"}]')

    assert env.table("OIDC_PROVIDERS", ("name", "secret")) == [{"name": "Kent", "secret": "s"}]


@pytest.mark.parametrize("raw", ["{", '"text"', "[1]", '[{"name": "Kent"}]', '[{"name": "Kent", "secret": 1}]'])
def test_table_refused_without_telling_its_secrets(monkeypatch, raw):
    monkeypatch.setenv("OIDC_PROVIDERS", raw)

    with pytest.raises(ImproperlyConfigured, match="^Unexpected value of OIDC_PROVIDERS, use a JSON list") as refusal:
        env.table("OIDC_PROVIDERS", ("name", "secret"))

    assert "Kent" not in str(refusal.value)
