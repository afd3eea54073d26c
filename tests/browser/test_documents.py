"""The documents of a case review while one of them is read: the list is shown anew, whoever is on it stays there."""

from django.urls import reverse
from playwright.sync_api import expect

from reviews.models import Document
from reviews.vocab import TextState
from tests.factories.accounts import person
from tests.factories.reviews import a_case, a_document


def test_who_is_on_the_list_stays_there_while_it_is_shown_anew(wide, sign_in, live_server):
    case = a_case("included")
    read, waits = a_document(case, ("A text.",)), a_document(case, ("A text.",), name="longer.pdf")
    Document.objects.filter(pk=waits.pk).update(text_state=TextState.READING, pages_read=1, pages_total=9)
    sign_in(wide, person("vkpp_staff"))
    wide.goto(reverse("reviews:documents", args=[case.reference]))
    remove = wide.get_by_role("button", name=f"Remove {read.name}")
    said = wide.locator("#documents-said")
    expect(said).to_have_text("A document is being read.")
    remove.focus()

    Document.objects.filter(pk=waits.pk).update(pages_read=4)
    expect(wide.get_by_role("progressbar")).to_have_attribute("value", "4")
    expect(remove).to_be_focused()

    Document.objects.filter(pk=waits.pk).update(text_state=TextState.READY, pages_read=9)
    expect(said).to_have_text("No document is being read now.")
    expect(remove).to_be_focused()
    expect(wide.locator("#documents[hx-get]")).to_have_count(0)
