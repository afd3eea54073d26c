"""Managing crosswalks and peer groups: by file, by the lead of a force, on the pages."""

import csv

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from nvap import crosswalk_files, peer_files
from nvap.actions import imports, peers
from nvap.models import Crosswalk, Framework, PeerSet
from tests.factories.accounts import ForceFactory, person
from tests.factories.nvap import a_plan
from vkpp.core.exceptions import Invalid, NotAllowed

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin():
    return person("vkpp_admin")


def test_a_crosswalk_comes_in_and_goes_out_the_same(admin):
    a_plan()
    framework = Framework.objects.create(code="peel", name="PEEL", kind="inspection")
    head = "edition,code,text,note,action,relation,rationale,provenance\r\n"
    text = head + '2025,1,"How good, then?",Graded,2.1.1,supports,Asks the same,seen\r\n2025,2,Else?,,,,,\r\n'
    said = imports.run(kind="crosswalk", text=text, values={"framework": "peel"}, by=admin, trial=False)
    assert said == ["PEEL: 2 questions, 1 links to actions."]
    assert crosswalk_files.export(framework) == text
    assert Crosswalk.objects.get().action.code == "2.1.1"


def test_wrong_rows_of_a_crosswalk_are_named(admin):
    a_plan()
    Framework.objects.create(code="peel", name="PEEL", kind="inspection")
    text = "edition,text,action,relation\n2025,Q,9.9.9,supports\n,Q,2.1.1,like\n"
    with pytest.raises(Invalid) as refusal:
        imports.run(kind="crosswalk", text=text, values={"framework": "peel"}, by=admin, trial=False)
    assert refusal.value.errors["file"] == [
        "Row 2: there is no action “9.9.9”.",
        "Row 3: edition and text must be filled.",
        "Row 3: the relation must be one of: equivalent, supports, partial.",
    ]


LONG_CELL = "x" * 131_073
TOO_LONG = "Line 3 cannot be read as CSV: a cell is too long, or a quotation mark is not closed. Mend it."


@pytest.mark.parametrize("limit", [131_072, 1 << 30], ids=["as Python has it", "moved by an export"])
@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("crosswalk", f"edition,text,action,relation\n2025,Q,2.1.1,supports\n2025,{LONG_CELL},2.1.1,supports\n"),
        ("peers", f"force,peer\nnorfolk,kent\nnorfolk,{LONG_CELL}\n"),
    ],
)
def test_a_cell_too_long_for_csv_is_named_by_its_line_and_nothing_is_stored(kind, text, limit, five, admin, client):
    a_plan()
    Framework.objects.create(code="peel", name="PEEL", kind="inspection")
    values = {"framework": "peel", "code": "similar", "title": "Similar", "kind": "similar", "method": "None"}
    client.force_login(admin)
    own = csv.field_size_limit(limit)
    try:
        answer = client.post(
            f"/nvap/manage/import/{kind}/", {**values, "file": SimpleUploadedFile("a.csv", text.encode())}
        )
    finally:
        csv.field_size_limit(own)
    assert answer.status_code == 200
    assert TOO_LONG in answer.text
    assert (Crosswalk.objects.count(), PeerSet.objects.count()) == (0, 0)


@pytest.fixture
def five():
    codes = ("norfolk", "kent", "essex", "surrey", "sussex")
    return [ForceFactory(code=code, benchmarked=True) for code in codes]


def test_a_peer_group_is_loaded_in_versions(five, admin):
    values = {"code": "similar", "title": "Similar", "kind": "similar", "method": "HMICFRS, 2026"}
    for text in ("force,peer\nnorfolk,kent\n", "force,peer\nnorfolk,kent\n", "force,peer\nnorfolk,essex\n"):
        imports.run(kind="peers", text=text, values=values, by=admin, trial=False)
    assert list(PeerSet.objects.order_by("version").values_list("version", flat=True)) == [1, 2]
    assert peer_files.export(PeerSet.objects.get(version=2)) == "force,peer\r\nnorfolk,essex\r\n"


def test_wrong_rows_of_a_peer_group_are_named(five):
    with pytest.raises(Invalid) as refusal:
        peer_files.read("force,peer\nnorfolk,nowhere\nkent,kent\n")
    assert refusal.value.errors["file"] == [
        "Row 2: there is no benchmarked force with the code “nowhere”.",
        "Row 3: a force is not its own peer.",
    ]


def test_a_lead_chooses_peers_and_other_forces_do_not_see_them(five, client):
    norfolk, *others = five
    client.force_login(person("nvap_lead", norfolk))
    answer = client.post("/nvap/peers/", {"peers": [force.pk for force in others]})
    assert answer.status_code == 302
    made = PeerSet.objects.get(owner=norfolk)
    assert set(made.members.values_list("peer__code", flat=True)) == {"kent", "essex", "surrey", "sussex"}
    assert made in PeerSet.objects.visible_to(person("nvap_lead", norfolk))
    assert made not in PeerSet.objects.visible_to(person("nvap_lead", others[0]))
    assert "Chosen by" not in client.get("/nvap/").content.decode()


@pytest.mark.parametrize(("count", "sentence"), [(3, "at least four forces"), (5, "not its own peer")])
def test_a_choice_of_peers_that_cannot_be_is_refused(five, count, sentence):
    with pytest.raises(Invalid, match=sentence):
        peers.choose_own(force=five[-1], peers=five[:count], by=None)
    assert not PeerSet.objects.exists()


def test_only_the_lead_of_a_force_chooses_its_peers(five):
    with pytest.raises(NotAllowed, match="Only the force's NVAP lead"):
        peers.choose_own(force=five[0], peers=five[1:], by=person("nvap_lead", five[1]))
