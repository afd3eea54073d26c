"""References to an example: in words, as BibTeX and RIS, and a mail that names nothing that is not public."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from practice.citing import Citation
from practice.collecting.panels import cite
from practice.models import BankEntry
from tests.factories.accounts import ForceFactory, person
from tests.factories.practice import published_practice

PUBLIC = ("share_forces", "publish_public", "discuss_stakeholders")
MADE = Citation(
    reference="VP-2026-00017",
    title="Texts & talks: 50% more_calls",
    author="Norfolk Constabulary",
    number=2,
    published=dt.date(2026, 3, 5),
    read=dt.date(2026, 11, 22),
    public=False,
)


def test_citation_reads_as_in_a_list_of_literature(settings):
    settings.SITE_URL, settings.SITE_NAME = "https://portal.example", "VKPP portal"

    assert MADE.words == (
        "Norfolk Constabulary (2026) “Texts & talks: 50% more_calls”, VKPP portal practice bank, VP-2026-00017, "
        "publication 2, 5 March 2026. Available at: https://portal.example/practice/VP-2026-00017/ "
        "(accessed 22 November 2026)."
    )


def test_citation_as_bibtex_writes_special_characters_as_themselves(settings):
    settings.SITE_URL, settings.SITE_NAME = "https://portal.example", "VKPP portal"

    assert MADE.bibtex() == (
        "@misc{VP-2026-00017,\n"
        "  author = {{Norfolk Constabulary}},\n"
        "  title = {{Texts \\& talks: 50\\% more\\_calls}},\n"
        "  year = {2026},\n"
        "  howpublished = {VKPP portal practice bank, VP-2026-00017, publication 2},\n"
        "  url = {https://portal.example/practice/VP-2026-00017/},\n"
        "  urldate = {2026-11-22},\n"
        "  note = {Not public: only for those whom its owner lets read it.}\n"
        "}\n"
    )


def test_citation_as_ris_is_one_record_with_a_line_for_each_thing(settings):
    settings.SITE_URL, settings.SITE_NAME = "https://portal.example", "VKPP portal"

    assert MADE.ris().split("\r\n") == [
        "TY  - RPRT",
        "ID  - VP-2026-00017",
        "AU  - Norfolk Constabulary",
        "TI  - Texts & talks: 50% more_calls",
        "PY  - 2026",
        "DA  - 2026/03/05",
        "PB  - VKPP portal",
        "M1  - VKPP portal practice bank, VP-2026-00017, publication 2",
        "UR  - https://portal.example/practice/VP-2026-00017/",
        "Y2  - 2026/11/22",
        "N1  - Not public: only for those whom its owner lets read it.",
        "ER  - ",
        "",
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["entry-bibtex", "entry-ris"])
def test_citation_is_for_who_may_read_the_example(name, client, client_for):
    practice = published_practice(title="For policing only")
    address = reverse(f"practice:{name}", args=[practice.reference])
    officer = person("contributor", ForceFactory(code="kent"))

    assert client.get(address).status_code == 404
    assert "For policing only" in client_for(officer).get(address).text
    assert str(timezone.localdate().year) in client_for(officer).get(address).text


@pytest.mark.django_db
def test_mail_with_the_link_names_only_what_is_public():
    public, closed = published_practice(title="Open", permitted=PUBLIC), published_practice(title="Closed")
    entries = BankEntry.objects.select_related("publication")

    assert cite(None, entries.get(practice=public))["mailto"].startswith("mailto:?subject=Open&")
    mail = cite(None, entries.get(practice=closed))["mailto"]
    assert mail.startswith(f"mailto:?subject={closed.reference}&")
    assert "Closed" not in mail
