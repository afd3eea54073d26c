"""Pages on which people read the plan."""

import pytest
from django.urls import reverse

from nvap import reference
from nvap.models import ActionVersion
from tests.factories.accounts import ForceFactory, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded():
    list(reference.load())


@pytest.fixture
def reader(client):
    client.force_login(person("contributor", ForceFactory(code="norfolk")))
    return client


def test_the_front_page_shows_the_newest_plan_and_its_themes(loaded, reader):
    said = reader.get("/nvap/").content.decode()
    assert "NVAP with interim measures 2023" in said
    assert "Early intervention and prevention" in said
    assert "Manage plans" not in said


@pytest.mark.parametrize("route", ["plan", "action", "crosswalk", "national", "proposals"])
def test_reading_needs_a_sign_in(loaded, client, route):
    words = {"plan": ["nvap-2021"], "action": ["nvap-2021", "2.1.1"], "crosswalk": ["peel"]}.get(route, [])
    answer = client.get(reverse(f"nvap:{route}", args=words))
    assert (answer.status_code, answer.url.split("?")[0]) == (302, "/account/login/")


def test_every_action_of_every_version_has_its_page(loaded, reader):
    for action in ActionVersion.objects.select_related("plan"):
        answer = reader.get(reverse("nvap:action", args=[action.plan.code, action.code]))
        assert answer.status_code == 200


MANAGED = (
    "/nvap/manage/",
    "/nvap/manage/plans/nvap-2021/",
    "/nvap/manage/plans/nvap-2023/publish/",
    "/nvap/manage/plans/nvap-2021/export/",
    *(f"/nvap/manage/import/{kind}/" for kind in ("plan", "form", "crosswalk", "peers")),
    "/nvap/manage/crosswalks/peel/export/",
    *(f"/nvap/manage/forms/nvap-form-1/{page}" for page in ("", "preview/", "export/", "copy/")),
    *(f"/nvap/manage/forms/nvap-form-1/{part}/new/" for part in ("sections", "questions", "rules")),
    "/nvap/manage/forms/nvap-form-1/sections/gap/",
    "/nvap/manage/forms/nvap-form-1/questions/gap_text/",
    "/nvap/manage/forms/nvap-form-1/rules/impact-ahead/",
    "/nvap/manage/rounds/new/",
)
EDITED = ("/nvap/plans/nvap-2021/2.1.1/edit/", "/nvap/plans/nvap-2021/2.1.1/history/")


@pytest.mark.parametrize(
    ("role", "pages", "status"),
    [
        ("vkpp_admin", MANAGED + EDITED, 200),
        ("vkpp_staff", EDITED, 200),
        ("vkpp_staff", MANAGED, 403),
        ("nvap_lead", MANAGED + EDITED, 404),
        ("national_analyst", MANAGED + EDITED, 404),
    ],
)
def test_managing_is_for_administrators_and_editing_for_staff(loaded, client, role, pages, status):
    client.force_login(person(role, ForceFactory(code="norfolk") if role == "nvap_lead" else None))
    assert {page: client.get(page).status_code for page in pages} == dict.fromkeys(pages, status)
