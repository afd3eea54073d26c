"""Two programs that save the same answer at the same moment: nothing acknowledged is lost, and one learns of the other."""

import threading

import pytest
from django.db import connection

from nvap.models import ResponseRevision
from tests.api.clients import program
from tests.factories.accounts import person
from tests.factories.nvap import a_return, answer_of

pytestmark = pytest.mark.django_db(transaction=True)

PLACE = "returns/2026/norfolk/answers/2.1.1/"


def together(requests):
    """The answers to these requests, all sent at the same moment, each from a thread of its own."""
    barrier, found = threading.Barrier(len(requests)), [None] * len(requests)

    def send(number, client, answers):
        barrier.wait()
        try:
            found[number] = client.patch(PLACE, {"answers": answers}, "application/json", headers={"If-Match": '"0"'})
        finally:
            connection.close()

    threads = [threading.Thread(target=send, args=(number, *request)) for number, request in enumerate(requests)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def test_of_programs_on_the_same_question_one_saves_and_the_others_are_shown_its_text():
    ret = a_return()
    writers = [program(person("nvap_lead", ret.force)) for _ in range(4)]

    found = together([(writer, {"now": f"Text {number}"}) for number, writer in enumerate(writers)])

    assert sorted(answer.status_code for answer in found) == [200, 409, 409, 409]
    stored = answer_of(ret)
    (saved,) = (answer.json() for answer in found if answer.status_code == 200)
    assert stored.answers == saved["answers"]
    for number, answer in enumerate(found):
        if answer.status_code == 409:
            error = answer.json()
            assert error["current"] == {"answers.now": stored.answers["now"], "version": 1}
            assert error["yours"] == {"answers.now": f"Text {number}"}
    assert ResponseRevision.objects.count() == 1


def test_programs_on_different_questions_are_merged_and_each_save_is_in_the_history():
    ret = a_return()
    sent = [{"now": "Text"}, {"headline": "Line"}, {"posts": 4}, {"gap": False}]

    found = together([(program(person("nvap_lead", ret.force)), answers) for answers in sent])

    assert [answer.status_code for answer in found] == [200] * 4
    stored = answer_of(ret)
    assert stored.answers == {"now": "Text", "headline": "Line", "posts": 4, "gap": False}
    assert (stored.version, ret.responses.get(pk=stored.pk).revisions.count()) == (4, 4)
