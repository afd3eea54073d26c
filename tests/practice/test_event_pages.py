"""Pages of learning events: who sees what, what can be pressed, calendar files, and how often the database is asked."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from practice.actions import event_bookings, event_feedback, event_materials, event_practice, events, sharing
from practice.models import Booking, EventMaterial, LearningEvent
from practice.presenters import event_manage
from practice.vocab import Use
from tests.factories.accounts import ForceFactory, person
from tests.factories.events import booked, draft_event, event, past
from tests.factories.practice import published_practice
from tests.queries import queries
from vkpp.core import outbox
from vkpp.core.models import AuditEvent

pytestmark = pytest.mark.django_db

FEATURED = ("share_forces", "feature_events")


@pytest.fixture
def staff():
    return person("vkpp_staff")


def url(name, made, *more):
    return reverse(f"practice:event{name}", args=[made.reference, *more])


def text(answer):
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def calendar(answer):
    return answer.content.decode().replace("\r\n ", "")


# ---- readers ----------------------------------------------------------------------------------------------------------
def test_list_shows_what_lies_ahead_and_by_region(client):
    ForceFactory(region="Wales", code="gwent")
    near, far = event(title="In the East"), event(title="In Wales", region="Wales")
    everywhere = event(title="Everywhere", region="")
    draft_event(title="Secret plan")
    past(event(title="Long ago"))

    listed = {
        query: [made.title for made in LearningEvent.objects.all() if f">{made.title}</a>" in body]
        for query in ("", "?region=wales", "?tab=past", "?region=nowhere")
        for body in [text(client.get(reverse("practice:events") + query))]
    }

    assert listed[""] == listed["?region=nowhere"] == [near.title, far.title, everywhere.title]
    assert listed["?region=wales"] == [far.title, everywhere.title]
    assert listed["?tab=past"] == ["Long ago"]


def test_event_shows_the_public_neither_link_nor_contact_nor_police_practice(client, client_for, staff):
    made = event(by=staff)
    practice = published_practice(permitted=FEATURED, title="Only for forces")
    event_practice.feature(event=made, references=[practice.reference], by=staff)
    officer = person("contributor")

    shown = {}
    for name, browser in (("public", client), ("officer", client_for(officer)), ("staff", client_for(staff))):
        body = text(browser.get(url("", made)))
        shown[name] = [words in body for words in ("secret-room", "events@vkpp.example", "Only for forces")]
    event_bookings.book(event=made, by=officer)
    body = text(client_for(officer).get(url("", made)))

    assert shown == {"public": [False] * 3, "officer": [False, True, True], "staff": [True] * 3}
    assert "secret-room" in body


def test_revoked_practice_is_gone_from_every_page_and_staff_are_warned(client_for, staff):
    made = event(by=staff)
    practice = published_practice(permitted=FEATURED, title="Zebra crossing talks")
    event_practice.feature(event=made, references=[practice.reference], by=staff)
    officer, boss = client_for(person("contributor")), client_for(staff)
    pages = [url("", made), reverse("practice:entry", args=[practice.reference])]

    assert [("Zebra" in text(officer.get(pages[0]))), "At learning events" in text(officer.get(pages[1]))] == [
        True,
        True,
    ]
    sharing.revoke(practice=practice, use=Use.FEATURE_EVENTS, by=practice.owner)
    assert [("Zebra" in text(officer.get(pages[0]))), "At learning events" in text(officer.get(pages[1]))] == [
        False
    ] * 2
    assert "Not shown any more" not in text(officer.get(pages[0]))
    for address in (pages[0], url("-practice", made)):
        body = text(boss.get(address))
        assert practice.reference in body
        assert "Zebra" not in body


def test_calendar_file_has_the_link_only_for_who_has_a_place(client, client_for):
    made = event()
    [booking] = booked(made)

    public, own = client.get(url("-calendar", made)), client_for(booking.person).get(url("-calendar", made))

    assert public["Content-Type"] == "text/calendar; charset=utf-8"
    start = made.starts_at.astimezone(dt.UTC)
    assert f"DTSTART:{start:%Y%m%dT%H%M%SZ}\r\n" in calendar(public)
    assert f"UID:{made.reference}@" in calendar(public)
    assert ["secret-room" in calendar(answer) for answer in (public, own)] == [False, True]


def test_calendar_of_all_events_is_the_same_for_everybody(client, client_for, staff):
    made = event(by=staff)
    draft_event(by=staff)
    gone = event(by=staff)
    events.cancel(event=gone, reason="Ill.", by=staff)
    [booking] = booked(made)
    address = reverse("practice:events-calendar")

    found = [calendar(browser.get(address)) for browser in (client, client_for(booking.person), client_for(staff))]

    assert found[0] == found[1] == found[2]
    assert found[0].count("BEGIN:VEVENT") == 2
    assert found[0].count("STATUS:CANCELLED") == 1
    assert "secret-room" not in found[0]


def test_region_page_shows_its_events_forces_and_practice(client, client_for):
    practice = published_practice(permitted=("share_forces",), title="Evening patrols")
    event(title="Nearby")

    body = text(client_for(person("contributor")).get(reverse("practice:region", args=["eastern"])))

    assert [words in body for words in ("Nearby", "Evening patrols", practice.force.name)] == [True] * 3
    assert "Evening patrols" not in text(client.get(reverse("practice:region", args=["eastern"])))
    assert client.get(reverse("practice:region", args=["atlantis"])).status_code == 404
    assert "Eastern" in text(client.get(reverse("practice:regions")))
    force = text(client.get(reverse("practice:force", args=[practice.force.code])))
    assert [words in force for words in ("Nearby", reverse("practice:region", args=["eastern"]))] == [True, True]


# ---- booking ----------------------------------------------------------------------------------------------------------
def test_booking_cancelling_and_waiting_in_the_browser(client_for):
    made = event(places=1)
    first, second = client_for(person("contributor")), client_for(person("contributor"))

    for browser in (first, second):
        answer = browser.post(url("-book", made), {"access_needs": "A ramp"})
        assert (answer.status_code, answer["Location"]) == (302, url("-booking", made))
    assert "You have a place" in text(first.get(url("-booking", made)))
    assert "Your place on the list: 1" in text(second.get(url("-booking", made)))
    assert "A ramp" in text(first.get(url("-booking", made)))
    assert "Cancel your booking?" in text(first.get(url("-booking-cancel", made)))
    first.post(url("-booking-cancel", made))
    assert "You have a place" in text(second.get(url("-booking", made)))
    assert first.get(url("-booking", made)).status_code == 404
    assert "What works against county lines" in text(second.get("/"))


def test_nobody_sees_anybody_elses_booking(client_for):
    made = event()
    booked(made, 1, access_needs="Zzneed")
    lead = client_for(person("nvap_lead"))

    assert lead.get(url("-booking", made)).status_code == 404
    assert lead.get(url("-people", made)).status_code == 404
    assert "Zzneed" not in text(lead.get(url("", made)))


def test_who_may_not_book_is_told_so(client, client_for):
    made = event()

    assert client.get(url("-book", made)).status_code == 302
    assert client_for(person("evaluator")).post(url("-book", made)).status_code == 403
    assert not Booking.objects.exists()


def test_feedback_form_asks_for_each_score(client_for):
    made = event()
    [booking] = booked(made)
    past(made)
    browser = client_for(booking.person)

    wrong = text(browser.post(url("-feedback", made), {"useful": "5"}))
    assert wrong.count("Choose a number from 1 to 5.") == 4  # each field, and the summary's link to it
    sent = {"useful": "5", "relevant": "4", "organised": "3", "text": "More breaks."}
    assert browser.post(url("-feedback", made), sent).status_code == 302
    assert booking.feedback.text == "More breaks."


# ---- staff ------------------------------------------------------------------------------------------------------------
def form(**changes):
    day = timezone.localdate() + dt.timedelta(days=30)
    parts = {
        f"{name}_on_{place}": value
        for name in ("starts", "ends")
        for place, value in enumerate((day.day, day.month, day.year))
    }
    times = {"starts_time": "10am", "ends_time": "3pm"}
    words = {"title": "A day", "description": "About.", "place": "Leeds", "region": "", "places": "20"}
    return {**parts, **times, **words, "online_link": "", "contact": "", **changes}


def test_event_is_prepared_filled_and_announced(client_for, staff):
    browser, practice = client_for(staff), published_practice(permitted=FEATURED)

    missing = text(browser.post(reverse("practice:event-new"), form(title="", ends_time="")))
    assert "Enter a time, for example 17:00 or 5pm." in missing
    answer = browser.post(reverse("practice:event-new"), form())
    made = LearningEvent.objects.get()
    assert answer["Location"] == url("-practice", made)
    assert f"{timezone.localtime(made.starts_at):%H:%M}" == "10:00"
    browser.post(url("-practice", made), {"add": practice.reference})
    assert practice.title in text(browser.get(url("-practice", made)))
    assert "Announce" in text(browser.get(url("-publish", made)))
    browser.post(url("-publish", made), {"version": "2"})
    made.refresh_from_db()
    assert made.state == "published"


def test_stale_tab_changes_nothing(client_for, staff):
    made = draft_event(by=staff)
    browser = client_for(staff)
    assert browser.post(url("-change", made), form(version="1")).status_code == 302

    again = browser.post(url("-change", made), form(version="1", title="Stale"))

    assert again.status_code == 409
    assert "Somebody changed this" in again.content.decode()
    made.refresh_from_db()
    assert made.title == "A day"


def test_featured_practice_is_moved_and_taken_away(client_for, staff):
    made = draft_event(by=staff)
    one, two = (published_practice(permitted=FEATURED) for _place in range(2))
    browser = client_for(staff)
    for reference in (one.reference, two.reference):
        browser.post(url("-practice", made), {"add": reference})

    browser.post(url("-practice", made), {"up": two.reference})
    assert list(made.featured.values_list("practice", flat=True)) == [two.pk, one.pk]
    browser.post(url("-practice", made), {"drop": two.reference})
    assert list(made.featured.values_list("practice", flat=True)) == [one.pk]


def test_signs_that_no_title_has_find_nothing_and_break_nothing(client_for, staff):
    made = draft_event(by=staff)
    published_practice(permitted=FEATURED, title="Evening patrols")
    browser = client_for(staff)

    assert "Evening patrols" in text(browser.get(url("-practice", made), {"q": "evening\x00"}))
    assert "Evening patrols" not in text(browser.get(url("-practice", made), {"q": "%_"}))
    refused = browser.post(url("-practice", made), {"add": "VP-2026-00001\x00"}, follow=True)
    assert "does not permit" in text(refused)
    assert not made.featured.exists()


def test_participants_are_listed_marked_and_saved_and_the_look_is_logged(client_for, staff):
    made = event(by=staff)
    one, two = booked(made, 2, access_needs="=cmd()")
    browser = client_for(staff)

    assert "OFFICIAL-SENSITIVE" in text(browser.get(url("-people", made)))
    file = text(browser.get(url("-people-csv", made)))
    assert one.person.email in file
    assert "'=cmd()" in file
    assert AuditEvent.objects.filter(verb="event.read_bookings").count() == 2
    past(made)
    browser.post(url("-attendance", made), {"came": [str(one.pk), "x"]})
    assert list(made.bookings.order_by("pk").values_list("attended", flat=True)) == [True, False]
    assert two.person.display_name in text(browser.get(url("-people", made)))
    assert f'name="was" value="{one.pk}"' in text(browser.get(url("-people", made)))
    browser.post(url("-attendance", made), {"came": [str(two.pk)], "was": []})
    assert list(made.bookings.order_by("pk").values_list("attended", flat=True)) == [True, True]


def test_the_day_of_a_booking_is_the_day_in_london(staff):
    made = event(by=staff)
    [booking] = booked(made)
    type(booking).objects.filter(pk=booking.pk).update(booked_at=dt.datetime(2026, 7, 1, 23, 30, tzinfo=dt.UTC))

    _heading, row = event_manage.as_table(made)

    assert row[4] == "2026-07-02"


def test_staff_cancel_somebodys_booking_after_a_question(client_for, staff):
    made = event(by=staff)
    [booking] = booked(made)
    browser = client_for(staff)

    assert booking.person.display_name in text(browser.get(url("-people-cancel", made, booking.pk)))
    browser.post(url("-people-cancel", made, booking.pk))
    booking.refresh_from_db()
    assert booking.state == "cancelled"


def test_material_is_added_opened_removed_and_brought_back(client, client_for, staff):
    made = event(by=staff)
    [booking] = booked(made)
    browser, guest = client_for(staff), client_for(booking.person)
    upload = SimpleUploadedFile("slides.txt", b"What we learned")
    browser.post(url("-materials", made), {"file": upload, "audience": "booked", "title": "Slides"})
    material = EventMaterial.objects.get()

    assert guest.get(url("-material", made, material.pk)).status_code == 404
    outbox.work()
    answer = guest.get(url("-material", made, material.pk))
    assert b"".join(answer.streaming_content) == b"What we learned"
    assert 'filename="slides.txt"' in answer["Content-Disposition"]
    assert client.get(url("-material", made, material.pk)).status_code == 404
    browser.post(url("-material-remove", made, material.pk))
    assert guest.get(url("-material", made, material.pk)).status_code == 404
    browser.post(url("-material-put-back", made, material.pk))
    assert guest.get(url("-material", made, material.pk)).status_code == 200
    both = text(browser.post(url("-materials", made), {"audience": "booked"}))
    assert "Choose a file, or enter the address of a link." in both


def test_results_have_no_names(client_for, staff):
    made = event(by=staff)
    [booking] = booked(made)
    past(made)
    booking.event.refresh_from_db()
    scores = {"useful": 5, "relevant": 4, "organised": 3}
    event_feedback.give(booking=booking, scores=scores, text="More breaks.", by=booking.person)

    body = text(client_for(staff).get(url("-results", made)))

    assert "More breaks." in body
    assert booking.person.display_name not in body


# ---- queries ----------------------------------------------------------------------------------------------------------
def test_pages_ask_the_database_no_more_for_more(client_for, staff):
    officer = person("contributor")
    browser, boss = client_for(officer), client_for(staff)
    made = event(by=staff)
    event_bookings.book(event=made, by=officer)
    add(made, staff, 1)
    pages = (
        (browser, reverse("practice:events")),
        (browser, url("", made)),
        (browser, reverse("practice:event-mine")),
        (boss, url("-people", made)),
        (boss, url("-practice", made)),
        (boss, url("-materials", made)),
        (browser, reverse("practice:region", args=["eastern"])),
    )
    first = [queries(who, address) for who, address in pages]

    add(made, staff, 2)
    for _place in range(2):
        event_bookings.book(event=event(by=staff), by=officer)

    assert [queries(who, address) for who, address in pages] == first


def add(made, staff, number):
    """More of everything."""
    booked(made, number)
    known = list(made.featured.values_list("practice__reference", flat=True))
    new = [published_practice(permitted=FEATURED).reference for _place in range(number)]
    event_practice.feature(event=made, references=[*known, *new], by=staff)
    for place in range(number):
        event_materials.add_link(
            event=made, url=f"https://example.org/{place}", title="A link", audience="readers", by=staff
        )
