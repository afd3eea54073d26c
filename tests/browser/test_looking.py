"""What lays answers out would tell if something were wrong with them."""

import pytest
from django.http import HttpResponse

from tests.browser.looking import HERE, Looker, Seen

PAGE = '<!doctype html><html lang="en-GB"><head><title>A page</title></head><body><main><h1>A page</h1>%s</main></body></html>'


@pytest.fixture
def fresh(browser, tmp_path):
    looker = Looker(browser, Seen(tmp_path / "seen"))
    yield looker
    looker.context.close()


def page(inside, **headers):
    answer = HttpResponse(PAGE % inside, headers=headers)
    answer.request = {"PATH_INFO": "/page/"}
    return answer


@pytest.mark.parametrize(
    ("inside", "told"),
    [
        ('<img src="/static/img/none.png">', "wide: image-alt"),
        ('<p style="color: #bbb">Pale words</p>', "phone: color-contrast"),
        ('<div style="width: 600px">Words</div>', "phone: scrolls sideways, 608 px"),
        ("<script>nothing()</script>", "browser: nothing is not defined"),
    ],
)
def test_what_is_wrong_is_told_once(fresh, inside, told):
    fresh.look("first", page(inside))
    fresh.look("second", page(inside))

    with pytest.raises(AssertionError, match=f"first: {told}") as failure:
        fresh.found_nothing()
    assert "second:" not in str(failure.value)
    fresh.found_nothing()


def test_what_the_policy_refuses_is_told(fresh):
    fresh.look("inline", page("<script>1</script>", **{"Content-Security-Policy": "script-src 'self'"}))

    with pytest.raises(AssertionError, match="inline: browser: Executing inline script violates"):
        fresh.found_nothing()


def part(inside):
    answer = HttpResponse(inside)
    answer.request = {"PATH_INFO": "/part/"}
    return answer


def test_part_of_a_page_is_looked_at_for_itself(fresh):
    fresh.look("fine", part("<p>Words</p>"))
    fresh.found_nothing()
    fresh.look("faulty", part('<img src="/static/img/none.png">'))

    with pytest.raises(AssertionError, match="faulty: wide: image-alt"):
        fresh.found_nothing()


def test_page_without_fault_and_what_is_no_page_are_fine(fresh):
    fresh.look("page", page("<p>Words</p>"))
    fresh.look("data", HttpResponse("{}", content_type="application/json"))

    fresh.found_nothing()


def test_kind_is_new_once_to_all_processes_of_a_run(tmp_path):
    one, other = Seen(tmp_path / "seen"), Seen(tmp_path / "seen")
    heading, words, image = ("main", "h1"), ("main", "p", "text"), ("main", "img")

    assert one.take({heading, words}) == {heading, words}
    assert other.take({words, image}) == {image}
    assert one.take({heading, words, image}) == set()
    assert other.take({heading}) == set()


@pytest.fixture
def shown(browser, scriptless):
    """`shown(inside, **options)`: a page with that inside."""
    contexts = []

    def show(inside, **options):
        contexts.append(browser.new_context(viewport={"width": 611, "height": 600}, **options))
        page = contexts[-1].new_page()
        page.route("**/*", lambda route: route.fulfill(body=PAGE % inside, content_type="text/html"))
        page.goto(f"{HERE}/page/")
        if not options.get("java_script_enabled", True):
            scriptless.append(page)
        return page

    yield show
    for context in contexts:
        context.close()


@pytest.mark.parametrize("script", [True, False])
def test_kinds_of_elements_are_looked_at_once_on_each_screen(shown, accessible, script):
    options = {"java_script_enabled": script}
    accessible(shown('<p class="fine">Words</p>', **options))
    faulty = shown('<p class="fine">Words</p><img class="faulty" src="data:,">', **options)

    with pytest.raises(AssertionError, match="image-alt"):
        accessible(faulty)
    accessible(faulty)
    faulty.set_viewport_size({"width": 612, "height": 600})

    with pytest.raises(AssertionError, match="image-alt"):
        accessible(faulty)
