"""Looking through a crosswalk link by link, and the example files beside the imports."""

import pytest
from django.urls import reverse

from nvap.actions import crosswalks, imports
from nvap.models import Crosswalk, Framework
from nvap.reference import DATA
from tests.clients import text_of
from tests.factories.accounts import ForceFactory, person
from tests.factories.nvap import a_plan
from tests.queries import queries
from vkpp.core.exceptions import Conflict, NotAllowed

pytestmark = pytest.mark.django_db
HEAD = "edition,code,text,action,relation,rationale\n"
HERE = "/nvap/manage/crosswalks/peel/"


@pytest.fixture
def admin():
    return person("vkpp_admin")


def load(text, by):
    """Bring the crosswalk to PEEL up to these rows."""
    a_plan()
    Framework.objects.get_or_create(code="peel", defaults={"name": "PEEL", "kind": "inspection"})
    return imports.run(kind="crosswalk", text=HEAD + text, values={"framework": "peel"}, by=by, trial=False)


def test_link_is_reviewed_once_by_a_person_and_leaves_the_list(admin, client_for):
    load("2026,1,How good?,2.1.1,supports,\n", admin)
    link, browser = Crosswalk.objects.get(), client_for(admin)
    assert "0 of 1 links are reviewed" in text_of(browser.get(HERE))

    done = browser.post(f"{HERE}{link.pk}/review/", {"show": "open"})

    assert done.url == f"{HERE}?edition=2026&show=open"
    link.refresh_from_db()
    assert link.reviewed_by == admin
    assert "Every link is reviewed" in text_of(browser.get(HERE))
    assert str(admin) in text_of(browser.get(f"{HERE}?show=reviewed"))
    with pytest.raises(Conflict):
        crosswalks.review(link=link, by=admin)


def test_link_that_a_file_changes_waits_for_review_again(admin):
    load("2026,1,How good?,2.1.1,supports,\n2026,2,Else?,2.1.2,supports,\n", admin)
    for link in Crosswalk.objects.all():
        crosswalks.review(link=link, by=admin)

    load("2026,1,How good?,2.1.1,supports,\n2026,2,Else?,2.1.2,partial,Half of it\n", admin)

    reviewed = dict(Crosswalk.objects.values_list("action__code", "reviewed_by"))
    assert reviewed == {"2.1.1": admin.pk, "2.1.2": None}


def test_review_is_for_administrators(admin, staff):
    load("2026,1,How good?,2.1.1,supports,\n", admin)

    with pytest.raises(NotAllowed):
        crosswalks.review(link=Crosswalk.objects.get(), by=staff)

    assert Crosswalk.objects.get().reviewed_at is None


def test_page_asks_the_same_queries_for_one_link_and_three(admin, client_for):
    browser, numbers = client_for(admin), []
    for rows in ("2026,1,One?,2.1.1,supports,\n", "2026,2,Two?,2.1.2,supports,\n2026,3,Three?,2.2.1,partial,\n"):
        load(rows, admin)
        numbers.append(queries(browser, HERE))

    assert numbers[0] == numbers[1] <= 11


@pytest.mark.parametrize(
    ("kind", "values", "said"),
    [
        ("crosswalk", {"framework": "peel"}, "PEEL: 2 questions, 2 links to actions."),
        (
            "peers",
            {"code": "similar", "title": "Similar", "kind": "similar", "method": "Read from a list"},
            "Similar, version 1: peers of 2 forces.",
        ),
    ],
)
def test_example_file_beside_the_field_can_be_imported_as_it_is(admin, client_for, kind, values, said):
    load("2026,9,Other?,2.1.1,supports,\n", admin)
    for line in (DATA / "examples" / "peers.csv").read_text(encoding="utf-8").split()[1:]:
        for code in line.split(","):
            ForceFactory(code=code, benchmarked=True)
    browser = client_for(admin)
    address = reverse("nvap:manage-import-example", args=[kind])
    assert address in browser.get(reverse("nvap:manage-import", args=[kind])).content.decode()

    text = browser.get(address).content.decode()

    assert imports.run(kind=kind, text=text, values=values, by=admin, trial=True) == [said]
