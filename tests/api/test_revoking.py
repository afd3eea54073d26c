"""What the owner takes back is gone at once from everything the API gives."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from practice.actions import attachments, bank, sharing
from practice.models import Practice
from tests.api.clients import program, refusal
from tests.factories.accounts import person
from tests.factories.practice import published_practice

pytestmark = pytest.mark.django_db

CASES = [
    ("publish_public", program, ("publish_public",)),
    ("share_forces", lambda: program(person("contributor")), ("share_forces",)),
    ("discuss_stakeholders", lambda: program(person("national_analyst")), ("discuss_stakeholders",)),
]


def shown(client, practice, number):
    """Where this reader finds the example, by name of the place."""
    reference = practice.reference
    facets = client.get("practices/facets/", {"q": "exploitation"}).json()
    return {
        "list": reference in client.references(),
        "filter": reference in client.references(category="prevention", strand="CSE"),
        "search": reference in client.references(q="exploitation"),
        "search, newest first": reference in client.references(q="exploitation", ordering="-updated_at"),
        "counts": facets["total"] == 1,
        "facets": any(facet["values"] for facet in facets["facets"]),
        "detail": client.get(f"practices/{reference}/").status_code == 200,
        "file": client.get(f"practices/{reference}/attachments/{number}/file/").status_code == 200,
        "removed": reference in client.references("practices/removed/"),
    }


@pytest.mark.parametrize(("use", "reader", "permitted"), CASES)
def test_permission_taken_back_takes_the_example_away_everywhere(use, reader, permitted):
    practice, number = with_file(permitted)
    client = reader()
    assert shown(client, practice, number) == {
        **dict.fromkeys(PLACES, True),
        "removed": False,
    }
    tag = client.get(f"practices/{practice.reference}/")["ETag"]

    sharing.revoke(practice=practice, use=use, by=practice.owner)

    assert shown(client, practice, number) == {**dict.fromkeys(PLACES, False), "removed": True}
    answer = client.get(f"practices/{practice.reference}/", headers={"If-None-Match": tag})
    refusal(answer, 404)


PLACES = ("list", "filter", "search", "search, newest first", "counts", "facets", "detail", "file")


def with_file(permitted):
    """A published example about exploitation with a file that passed the virus check."""
    practice = published_practice(permitted=permitted, title="Child exploitation hubs", strands=["CSE"])
    Practice.objects.filter(pk=practice.pk).update(state="draft")
    practice.refresh_from_db()
    upload = SimpleUploadedFile("hub.txt", b"How the hub works.")
    attachment = attachments.add(practice=practice, upload=upload, by=practice.owner)
    practice.attachments.update(scan="clean")
    republish(practice)
    return practice, attachment.pk


def republish(practice):
    """The example with its file as a second publication."""
    last = practice.publications.first()
    Practice.objects.filter(pk=practice.pk).update(state="published")
    practice.refresh_from_db()
    bank.publish(
        practice=practice,
        rating=last.rating,
        rationale=last.rationale,
        released_to=last.released_to,
        review_by=last.review_by,
        by=None,
    )


def test_file_removed_from_the_working_copy_stays_with_the_publication_until_the_change_is_published():
    practice, number = with_file(("publish_public",))
    Practice.objects.filter(pk=practice.pk).update(state="draft")
    practice.refresh_from_db()
    attachments.remove(attachment=practice.attachments.get(), by=practice.owner)

    assert program().get(f"practices/{practice.reference}/attachments/{number}/file/").status_code == 200


def test_file_with_a_virus_found_later_is_no_longer_served():
    practice, number = with_file(("publish_public",))

    practice.attachments.update(scan="infected")

    refusal(program().get(f"practices/{practice.reference}/attachments/{number}/file/"), 404)
    assert program().get(f"practices/{practice.reference}/").json()["attachments"] == []


def test_file_added_after_the_publication_is_not_for_readers():
    practice = published_practice(permitted=("publish_public",))
    late = practice.attachments.create(
        name="late.txt", size=1, sha256="0" * 64, scan="clean", content_type="text/plain", file="practice/late"
    )

    refusal(program().get(f"practices/{practice.reference}/attachments/{late.pk}/file/"), 404)
    other = published_practice(permitted=("publish_public",))
    refusal(program().get(f"practices/{other.reference}/attachments/{late.pk}/file/"), 404)
