"""Somebody has left: the name goes everywhere, the work stays, the trail still verifies. And what is held about a person."""

import io
import json

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from practice.actions import authoring, event_bookings
from practice.models import Comment, Practice, PracticeRevision, SavedSearch
from tests.factories.accounts import InvitationFactory, TokenFactory, UserFactory, able_to_sign_in, person
from tests.factories.events import event
from tests.factories.practice import draft_practice, published_practice
from tests.queries import queries
from vkpp.accounts import actions
from vkpp.accounts.actions import leaving
from vkpp.accounts.models import Membership, Token
from vkpp.core import audit, personal
from vkpp.core.exceptions import Conflict, Invalid, NotAllowed
from vkpp.core.models import AuditEvent, Job, Notification
from vkpp.core.personal_texts import Identity

pytestmark = pytest.mark.django_db
NAME, EMAIL = "DC Samira Zzqvale, Norfolk", "samira.zzqvale@norfolk.police.uk"
OLD_NAME = "PC Samira Zzqold"
ASKED = "Asked by letter on 2 March 2026."


@pytest.fixture
def sam(norfolk):
    return able_to_sign_in(person("contributor", norfolk, email=EMAIL, display_name=OLD_NAME))


def much_done(sam):
    """Traces in every place of which people think, and in some of which they do not."""
    actions.update_profile(user=sam, display_name=NAME, sector="policing", organisation="Zzq unit", by=sam)
    TokenFactory(owner=sam)
    SavedSearch.objects.create(owner=sam, name="Mine", query="q=knife")
    Notification.objects.create(to=sam, kind="tests", subject="Hello", body="There", state="dropped")
    told = f"{NAME} ({EMAIL}) sent it."
    Notification.objects.create(to=UserFactory(), kind="tests", subject="News", body=told, state="dropped")
    InvitationFactory(email=EMAIL)
    draft = draft_practice(by=sam, contact_name=NAME, contact_email=EMAIL)
    words = {"description": f"Ask {NAME.upper()} or mailto:{EMAIL}. Not samira.zzqvale@norfolk.police.uk.example."}
    authoring.save(practice=draft, values=words, version=draft.version, by=sam)
    audit.record(by=UserFactory(), verb="tests.note", target=draft, after={"who": [EMAIL]}, reason=f"As {NAME} said.")
    return draft


def closed(sam):
    person("vkpp_admin")
    actions.deactivate(user=sam, reason="They have left.", by=sam)


def whole_database():
    """Every text of every table, as PostgreSQL writes rows."""
    found = {}
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            table = connection.ops.quote_name(model._meta.db_table)
            cursor.execute(f"SELECT t::text FROM {table} AS t")  # noqa: S608 - the tables' own names
            found[model._meta.label] = "\n".join(row[0] for row in cursor.fetchall())
    return found


@pytest.mark.django_db(transaction=True)
def test_no_table_names_somebody_whose_name_was_taken_out(sam, admin):
    much_done(sam)
    closed(sam)
    audit.seal()

    leaving.anonymise(user=sam, reason=ASKED, by=admin)

    tables = whole_database()
    naming = [label for label, text in tables.items() if "zzq" in text.lower().replace(f"{EMAIL}.example", "")]
    assert naming == []
    assert audit.verify().problems == []


def test_what_was_written_stays_by_somebody_who_left(sam, admin):
    draft = much_done(sam)
    closed(sam)

    leaving.anonymise(user=sam, reason=ASKED, by=admin)

    sam.refresh_from_db()
    assert (str(sam), sam.email) == ("Somebody who left", f"left-{sam.pk}@left.invalid")
    assert (sam.organisation, sam.is_active, sam.has_usable_password()) == ("", False, False)
    kept = Practice.objects.get(pk=draft.pk)
    assert (kept.owner, kept.contact_name, kept.contact_email) == (sam, "Somebody who left", "")
    assert kept.description == (
        "Ask Somebody who left or mailto:Somebody who left. Not samira.zzqvale@norfolk.police.uk.example."
    )
    assert PracticeRevision.objects.filter(practice=draft, by=sam).count() == 2
    assert Membership.objects.filter(user=sam).count() == 1


def test_what_was_the_persons_alone_goes(sam, admin):
    much_done(sam)
    closed(sam)

    leaving.anonymise(user=sam, reason=ASKED, by=admin)

    gone = (Token.objects.filter(owner=sam), SavedSearch.objects.filter(owner=sam), sam.notifications.all())
    assert [rows.count() for rows in gone] == [0, 0, 0]
    assert not EmailAddress.objects.filter(user=sam).exists()
    assert Notification.objects.get(subject="News").body == "Somebody who left (Somebody who left) sent it."


def test_the_trail_says_what_was_done_and_not_to_whom_by_name(sam, admin):
    draft = much_done(sam)
    closed(sam)

    done = leaving.anonymise(user=sam, reason=f"{ASKED} By {NAME}.", by=admin)

    event = AuditEvent.objects.get(verb="account.anonymise")
    assert (event.actor_id, event.target_label) == (admin.pk, "Somebody who left")
    assert event.reason == f"{ASKED} By Somebody who left."
    assert event.after == done.numbers()
    assert event.after["removed"]["practice.SavedSearch.owner"] == 1
    assert event.after["texts"]["practice.Practice.contact_email"] == 1
    note = AuditEvent.objects.get(verb="tests.note")
    assert (note.reason, note.after) == ("As Somebody who left said.", {"who": ["Somebody who left"]})
    assert set(audit.events_about(draft).filter(actor_id=sam.pk).values_list("actor_label", flat=True)) == {
        "Somebody who left"
    }


def test_a_publication_that_is_fixed_keeps_the_name_and_that_is_said(sam, admin):
    published_practice(by=sam, contact_name=OLD_NAME)
    closed(sam)

    done = leaving.anonymise(user=sam, reason=ASKED, by=admin)

    assert [(one.place, one.fixed) for one in done.texts if one.fixed] == [("practice.Publication.content", 1)]
    assert done.numbers()["kept"] == {"practice.Publication.content": 1}


def test_looking_first_changes_nothing_and_counts_the_same(sam, admin):
    much_done(sam)
    closed(sam)
    before = whole_database()

    looked = leaving.look(user=sam)
    assert whole_database() == before
    done = leaving.anonymise(user=sam, reason=ASKED, by=admin)

    assert (looked.removed, looked.events) == (done.removed, done.events)
    assert {one.place for one in looked.texts} >= {one.place for one in done.texts}


@pytest.mark.parametrize(
    ("who", "reason", "refusal"), [("staff", ASKED, NotAllowed), ("sam", ASKED, NotAllowed), ("admin", " ", Invalid)]
)
def test_who_may_not_and_what_is_missing(request, sam, who, reason, refusal):
    closed(sam)

    with pytest.raises(refusal):
        leaving.anonymise(user=sam, reason=reason, by=request.getfixturevalue(who))

    sam.refresh_from_db()
    assert sam.display_name == OLD_NAME


def test_an_open_account_keeps_its_name_and_none_loses_it_twice(sam, admin):
    with pytest.raises(Conflict, match="Close the account first"):
        leaving.anonymise(user=sam, reason=ASKED, by=admin)
    closed(sam)
    leaving.anonymise(user=sam, reason=ASKED, by=admin)

    with pytest.raises(Conflict, match="taken out already"):
        leaving.anonymise(user=sam, reason=ASKED, by=admin)


def test_a_single_short_word_is_not_taken_for_a_name():
    identity = Identity.of(["sam@kent.police.uk"], ["Sam", "PC 12"])

    assert identity.without("Sam met PC 12; write to SAM@kent.police.uk, not to xsam@kent.police.uk.") == (
        "Sam met PC 12; write to Somebody who left, not to xsam@kent.police.uk."
    )
    assert identity.without({"a": ["sam@kent.police.uk", 3, None]}) == {"a": ["Somebody who left", 3, None]}


def test_every_place_that_stays_exists():
    names = {place.name for place in personal.places()}

    assert (personal._stays | personal._about) - names == set()
    assert "core.Notification.to" in {place.name for place in personal.places() if place.goes}


def test_administrators_see_closed_accounts_and_take_a_name_out(sam, admin, staff, client_for):
    much_done(sam)
    closed(sam)
    browser = client_for(admin)

    assert NAME in browser.get("/account/people/left/").text
    page = browser.get(f"/account/people/left/{sam.pk}/").text
    assert "This cannot be undone." in page
    refused = browser.post(f"/account/people/left/{sam.pk}/", {"reason": ""}).text
    assert "Give a reason." in refused
    answer = browser.post(f"/account/people/left/{sam.pk}/", {"reason": ASKED}, follow=True)
    assert "The name has been removed everywhere." in answer.text
    assert "Zzq" not in answer.text
    assert client_for(staff).get("/account/people/left/").status_code == 403
    assert browser.get(f"/account/people/left/{admin.pk}/").status_code == 404


def test_list_of_closed_accounts_asks_as_much_for_three_as_for_one(admin, client_for):
    browser = client_for(admin)

    def close_one():
        actions.deactivate(user=(gone := person("contributor")), reason="Left.", by=gone)

    close_one()
    one = queries(browser, "/account/people/left/")
    close_one()
    close_one()

    assert queries(browser, "/account/people/left/") == one


def test_everybody_fetches_what_is_held_about_them_and_nothing_of_others(sam, client_for):
    draft = much_done(sam)
    event_bookings.book(event=event(), access_needs="A ramp", by=sam)
    job = {"state": "done", "queued_at": timezone.now(), "finished_at": timezone.now(), "title": "Numbers"}
    Job.objects.create(kind="tests", owner=sam, file=ContentFile(b"n\n1\n", "numbers.csv"), **job)
    Comment.objects.create(practice=draft, author=sam, text="Secret of the force")
    secret = Token.objects.get(owner=sam).secret_hash
    browser = client_for(sam)

    page = browser.get("/account/held/").text
    assert "All of it" in page
    assert queries(browser, "/account/held/") < 10, "every table is asked at once"
    answer = browser.post("/account/held/file/")

    held = json.loads(answer.content)
    day = f"{timezone.localdate():%Y-%m-%d}"
    assert answer["Content-Disposition"] == f'attachment; filename="held-about-you-{day}.json"'
    assert (held["account"]["email"], held["account"]["display_name"]) == (EMAIL, NAME)
    assert [row["name"] for row in held["rows"]["practice.SavedSearch.owner"]] == ["Mine"]
    assert [set(row) for row in held["rows"]["practice.Practice.owner"]] == [
        {"id", "claimed_at", "due_at", "created_at", "updated_at", "submitted_at", "withdrawn_at"}
    ]
    assert {"practice.start", "account.profile"} <= {event["verb"] for event in held["trail"]}
    assert [row["access_needs"] for row in held["rows"]["practice.Booking.person"]] == ["A ramp"]
    assert [set(row) for row in held["rows"]["practice.Comment.author"]] == [{"id", "at", "resolved_at"}]
    assert [(row["title"], "file" in row) for row in held["rows"]["core.Job.owner"]] == [("Numbers", False)]
    assert draft.pk in {row["id"] for row in held["rows"]["practice.Practice.owner"]}
    assert secret not in answer.text
    assert "Secret of the force" not in answer.text
    assert sam.password not in answer.text
    assert AuditEvent.objects.get(verb="account.data_given").actor_id == sam.pk


def test_commands_for_who_has_no_page(sam, admin, tmp_path):
    much_done(sam)
    closed(sam)
    said, done, file = io.StringIO(), io.StringIO(), tmp_path / "sam.json"

    call_command("person_data", EMAIL, "--out", str(file), stdout=io.StringIO())
    call_command("anonymise_person", EMAIL, "--dry-run", stdout=said)
    with pytest.raises(CommandError, match="--by EMAIL"):
        call_command("anonymise_person", EMAIL, "--reason", ASKED)
    call_command("anonymise_person", EMAIL, "--by", admin.email, "--reason", ASKED, stdout=done)

    assert json.loads(file.read_text())["account"]["display_name"] == NAME
    assert file.stat().st_mode & 0o077 == 0
    assert "rows would be removed" in said.getvalue()
    assert "rows were removed" in done.getvalue()
    with pytest.raises(CommandError, match="Nobody has the address"):
        call_command("person_data", EMAIL)
