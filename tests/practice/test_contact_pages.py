"""The pages of contact requests: from the example to the answer, the list, the times for VKPP."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from practice.actions import contacts
from practice.models import ContactRequest
from tests.factories.accounts import person
from tests.factories.contacts import contact_request, fresh, mails, page
from tests.factories.practice import published_practice
from tests.queries import queries

pytestmark = pytest.mark.django_db

LIST = reverse("practice:contacts")


@pytest.fixture
def request_(practice, asker, lead):
    return contact_request(practice=practice, by=asker)


def step(request, action):
    return reverse("practice:contact-step", args=[request.reference, action])


def new(**about):
    return reverse("practice:contact-new", query=about)


def test_only_vkpp_sees_the_times(request_, lead, client_for):
    address, file = reverse("practice:contact-times"), reverse("practice:contact-times-csv")
    staff = client_for(person("vkpp_staff"))

    assert "Norfolk Constabulary" in staff.get(address).text
    assert staff.get(file).text.splitlines()[1].startswith("Norfolk Constabulary,norfolk,1,0,0,1,0,0")
    assert [client_for(lead).get(url).status_code for url in (address, file)] == [404, 404]


def test_pages_from_the_example_to_the_answer(practice, asker, owner, client_for):
    browser, their = client_for(asker), client_for(owner)
    assert (
        new(practice=practice.reference).replace("&", "&amp;") in browser.get(f"/practice/{practice.reference}/").text
    )

    sent = browser.post(new(practice=practice.reference), {"text": "Who runs it?"})
    request = ContactRequest.objects.get()
    assert sent["Location"] == page(request)
    assert "Who runs it?" in their.get(page(request)).text
    assert "Contact requests" in their.get("/").text
    assert their.post(step(request, "answer"), {"text": "", "version": request.version}).status_code == 200
    assert fresh(request).state == "asked"
    assert their.post(step(request, "answer"), {"text": "The unit.", "version": request.version}).status_code == 302
    assert "The unit." in browser.get(page(request)).text


def test_question_that_is_empty_is_asked_for(practice, asker, client_for):
    answer = client_for(asker).post(new(practice=practice.reference), {"text": ""})

    assert "Write your question, in a sentence or two." in answer.text
    assert not ContactRequest.objects.exists()


def test_force_is_asked_about_a_strand_from_its_page(practice, norfolk, asker, lead, client_for):
    browser = client_for(asker)
    assert new(force="norfolk") in browser.get(reverse("practice:force", args=["norfolk"])).text

    browser.post(new(force="norfolk"), {"text": "Who leads on this?", "strand": "DA", "action": ""})

    request = fresh(ContactRequest.objects.get())
    assert (request.force, request.strand.code, request.action, request.practice) == (norfolk, "DA", None, None)
    assert mails("contact_asked") == [lead.display_name]


def test_list_has_tabs_states_and_an_order(request_, practice, asker, owner, client_for):
    second = contact_request(practice=published_practice(by=owner, title="Second example"), by=asker)
    ContactRequest.objects.filter(pk=second.pk).update(asked_at=timezone.now() - dt.timedelta(days=40))
    contacts.answer(request=fresh(second), text="Yes.", by=owner)
    browser = client_for(owner)

    waiting = browser.get(LIST).text
    assert ("Doorstep visits" in waiting, "Second example" in waiting) == (True, False)
    answered = browser.get(f"{LIST}?tab=all&state=answered").text
    assert ("Doorstep visits" in answered, "Second example" in answered) == (False, True)
    oldest = browser.get(f"{LIST}?tab=all&sort=oldest").text
    assert oldest.index("Second example") < oldest.index("Doorstep visits")


def test_list_asks_no_more_for_three_requests_than_for_one(request_, owner, asker, client_for):
    browser = client_for(owner)
    one, home = queries(browser, LIST), queries(browser, "/")
    for number in range(2):
        contact_request(practice=published_practice(by=owner, title=f"Example {number}"), by=asker)

    assert (queries(browser, LIST), queries(browser, "/")) == (one, home)
