"""Whatever is wrong with a request, the answer has the one shape, names what is wrong and says what to do."""

import datetime as dt
import json

import pytest
from drf_spectacular.generators import SchemaGenerator

from tests.api.clients import Program, program, refusal
from tests.factories.accounts import person
from tests.factories.practice import CallFactory, draft_practice, published_practice
from vkpp.core.api.deprecation import Deprecation

pytestmark = pytest.mark.django_db
JSON = "application/json"
LISTS = ("forces/", "strands/", "actions/", "terms/", "calls/", "practices/", "practices/facets/", "practices/removed/")


@pytest.mark.parametrize("path", LISTS)
def test_unknown_parameter_is_named(path):
    error = refusal(program().get(path, {"catgory": "prevention"}), 400)

    assert error["code"] == "invalid_parameter"
    assert list(error["fields"]) == ["catgory"]
    assert error["detail"].startswith("There is no parameter “catgory” here. Use: ")


@pytest.mark.parametrize(
    ("path", "params", "named"),
    [
        ("practices/", {"category": "nonsense"}, "category"),
        ("practices/", {"strand": "nonsense"}, "strand"),
        ("practices/", {"rating": "WORKS"}, "rating"),
        ("practices/", {"force": "nonsense"}, "force"),
        ("practices/", {"topic": "nonsense"}, "topic"),
        ("practices/", {"target_group": "nonsense"}, "target_group"),
        ("practices/", {"action": "9.9.9"}, "action"),
        ("practices/", {"call": "nonsense"}, "call"),
        ("practices/", {"stage": "nonsense"}, "stage"),
        ("practices/", {"scale": "nonsense"}, "scale"),
        ("practices/", {"serious_violence": "yes"}, "serious_violence"),
        ("practices/", {"updated_since": "yesterday"}, "updated_since"),
        ("practices/", {"published_since": "2026-02-30T00:00:00Z"}, "published_since"),
        ("practices/", {"updated_since": "0001-01-01T00:00:00+14:00"}, "updated_since"),
        ("practices/", {"scope": "everything"}, "scope"),
        ("practices/", {"state": "draft"}, "state"),
        ("practices/", {"scope": ["bank", "mine"]}, "scope"),
        ("practices/", {"ordering": "title"}, "ordering"),
        ("practices/", {"ordering": "relevance"}, "ordering"),
        ("practices/", {"page_size": "0"}, "page_size"),
        ("practices/", {"page_size": "201"}, "page_size"),
        ("practices/", {"page_size": "ten"}, "page_size"),
        ("practices/", {"cursor": "nonsense"}, "cursor"),
        ("practices/", {"cursor": ""}, "cursor"),
        ("practices/", {"cursor": "W10"}, "cursor"),
        ("practices/", {"cursor": "WyJ1cGRhdGVkX2F0IixmYWxzZSxbMSwyXSwiIl0"}, "cursor"),
        ("practices/", {"fields": "title,secret"}, "fields"),
        ("practices/", {"fields": ","}, "fields"),
        ("practices/", {"q": "a\x00b"}, "q"),
        ("practices/", {"q": "x" * 201}, "q"),
        ("practices/facets/", {"category": "nonsense"}, "category"),
        ("practices/removed/", {"updated_since": "2026"}, "updated_since"),
        ("forces/", {"kind": "nonsense"}, "kind"),
        ("forces/", {"benchmarked": "1"}, "benchmarked"),
        ("terms/", {"kind": "nonsense"}, "kind"),
        ("calls/", {"open": "maybe"}, "open"),
        ("calls/", {"strand": "nonsense"}, "strand"),
    ],
)
def test_value_that_cannot_be_used_is_refused_by_name(path, params, named):
    error = refusal(program().get(path, params), 400)

    assert list(error["fields"]) == [named]
    assert error["detail"] == error["fields"][named][0]


def test_cursor_of_another_order_is_refused():
    published_practice(permitted=("publish_public",))
    published_practice(permitted=("publish_public",))
    following = program().get("practices/", {"page_size": 1}).json()["next"]

    error = refusal(program().get(following + "&ordering=-updated_at"), 400)

    assert error["fields"] == {"cursor": ["This cursor belongs to another order. Start again without a cursor."]}


def test_nothing_at_an_address():
    error = refusal(program().get("prctices/"), 404)

    assert error["code"] == "not_found"
    assert error["detail"] == "There is nothing at this address. http://testserver/api/v1/ lists what there is."
    refusal(program().post("prctices/", {}, JSON), 404)


def test_missing_slash_is_told():
    assert refusal(program().get("practices?category=x"), 404)["detail"] == (
        "Addresses end with a slash: /api/v1/practices/"
    )


def test_nothing_outside_version_one():
    answer = program().get("/api/v2/practices/")

    assert answer.status_code == 404
    assert answer.json()["code"] == "not_found"


def test_method_that_an_address_does_not_have():
    answer = program().delete("forces/")

    refusal(answer, 401)
    answer = program(person("contributor")).delete("forces/")
    assert refusal(answer, 405)["code"] == "method_not_allowed"
    assert answer["Allow"] == "GET, HEAD, OPTIONS"


def test_options_says_what_an_address_can_do():
    answer = program().options("practices/")

    assert answer.status_code == 204
    assert answer["Allow"] == "GET, POST, HEAD, OPTIONS"


def test_head_is_get_without_body():
    answer = program().head("forces/")

    assert (answer.status_code, answer.content) == (200, b"")
    assert "ETag" in answer.headers


def test_answers_come_as_json_only():
    assert refusal(program().get("forces/", headers={"Accept": "text/html"}), 406)["code"] == "not_acceptable"


def test_body_of_another_type_is_refused():
    writer = program(person("contributor"))

    error = refusal(writer.post("practices/", "call=x", "application/x-www-form-urlencoded"), 415)
    assert error["code"] == "unsupported_media_type"


@pytest.mark.parametrize(
    "body",
    [
        "{",
        '{"title": NaN}',
        "[]",
        '"text"',
        "[" * 100_000,
        '{"a":' * 100_000,
        b"\xff\xfe",
        '{"title": 1' + "0" * 10_000 + "}",
    ],
)
def test_body_that_is_no_json_object_is_refused(body):
    writer = program(person("contributor"))

    assert refusal(writer.post("practices/", body, JSON), 400)["code"] in {"malformed", "invalid"}


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ({"title": "a\x00b"}, "title"),
        ({"answers": {"partners": "a\x00b"}}, "answers.partners"),
        ({"strands": ["DA", "\x00"]}, "strands.1"),
        ({"a\x00b": "x"}, "a?b"),
    ],
)
def test_characters_that_cannot_be_stored_are_refused_by_field(body, named):
    writer = program(person("contributor"))

    error = refusal(writer.post("practices/", body, JSON), 400)

    assert list(error["fields"]) == [named]


def test_half_a_surrogate_pair_is_refused_by_field():
    writer = program(person("contributor"))

    assert list(refusal(writer.post("practices/", '{"title": "\\ud800"}', JSON), 400)["fields"]) == ["title"]


def test_body_that_is_too_large_is_refused(settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    practice = draft_practice()

    body = json.dumps({"title": "x" * 2000})
    error = refusal(program(practice.owner).post("practices/", body, JSON), 413)

    assert error["code"] == "too_large"


def test_upload_that_is_too_large_is_refused_before_it_is_read(settings):
    settings.API_UPLOAD_LIMIT = 10
    practice = draft_practice()

    answer = program(practice.owner).post(f"practices/{practice.reference}/attachments/", {"file": "x" * 100_000})

    refusal(answer, 413)
    assert practice.attachments.count() == 0


def test_not_signed_in_says_how():
    answer = program().get("me/")

    error = refusal(answer, 401)
    assert error["code"] == "not_signed_in"
    assert answer["WWW-Authenticate"] == 'Bearer realm="VKPP portal API"'
    refusal(program().post("practices/", {}, JSON), 401)


@pytest.mark.parametrize("secret", ["vkpp_nonsense", "", " ", "Ä", "x" * 5000])
def test_wrong_token_is_refused_even_where_everybody_may_read(secret):
    answer = program().get("forces/", headers={"Authorization": f"Bearer {secret}"})

    assert refusal(answer, 401)["code"] == "invalid_token"


def test_token_without_the_scope_is_refused():
    user = person("contributor")
    call = CallFactory()

    error = refusal(program(user, "read").post("practices/", {"call": call.slug}, JSON), 403)
    assert error["detail"] == (
        "This token has not the scope “practice:write”. Make one that has it on your account page."
    )
    assert call.practices.count() == 0
    refusal(program(user, "practice:write").get("practices/"), 403)


def test_session_needs_the_csrf_token_to_write():
    user = person("contributor")
    browser = Program(enforce_csrf_checks=True)
    browser.force_login(user)

    assert browser.get("practices/", {"scope": "mine"}).status_code == 200
    refusal(browser.post("practices/", {"call": CallFactory().slug}, JSON), 403)


def test_our_own_fault_is_told_without_details(settings):
    settings.ROOT_URLCONF = "tests.api.broken_urls"

    answer = Program(raise_request_exception=False).get("/api/v1/broken/")

    error = refusal(answer, 500)
    assert error["code"] == "server_error"
    assert "secret detail" not in answer.content.decode()


def test_host_that_is_not_ours_is_refused_in_the_same_shape():
    answer = program().get("forces/", headers={"Host": "elsewhere.example"})

    assert answer.status_code == 400
    assert answer.json()["code"] == "malformed"


def test_address_that_is_going_away_says_since_when_until_when_and_what_instead(settings):
    settings.ROOT_URLCONF = "tests.api.broken_urls"
    settings.SITE_URL = "https://portal.example"

    answer = Program().get("/api/v1/leaving/")

    assert answer["Deprecation"] == "@1793491200"
    assert answer["Sunset"] == "Mon, 01 Nov 2027 00:00:00 GMT"
    assert answer["Link"] == (
        '<https://portal.example/api/v1/practices/>; rel="successor-version", '
        '<https://portal.example/api/v1/start/#changes>; rel="deprecation"'
    )
    described = SchemaGenerator(urlconf="tests.api.broken_urls").get_schema(public=True)
    assert [path for path, ways in described["paths"].items() if ways["get"].get("deprecated")] == ["/api/v1/leaving/"]


def test_notice_of_less_than_a_year_is_not_given():
    with pytest.raises(ValueError, match="a year at least"):
        Deprecation(dt.date(2026, 11, 1), dt.date(2027, 10, 1), instead="/api/v1/practices/")
