"""Telling a story in a browser: pages by person, who press, type and choose; with the mouse or the keyboard alone."""

import time

from vkpp.accounts.demo import PASSWORD, PEOPLE, code_now, key_of

WAITING = 120
PAUSE_MS = 300
CODE_SECONDS = 30
WHERE = """el => {
    const now = document.activeElement;
    if (!el.isConnected) return "replaced";
    return now === el ? "here" : now.type === "radio" && now.name === el.name ? "group" : "";
}"""
KEYS = {person.email: key_of(person) for person in PEOPLE}


def enter(page, email):
    """Sign in by password and, where the role needs it, the code of the moment."""
    page.goto("/account/login/")
    page.locator("input[name=login]").fill(email)
    page.locator("input[name=password]").fill(PASSWORD)
    _submit(page)
    for wait in (0, CODE_SECONDS):  # no code is taken twice: who signed in with this one waits for the next
        if "/2fa/" in page.url:
            time.sleep(wait)
            page.locator("input[name=code]").fill(code_now(KEYS[email]))
            _submit(page)
    heading = page.get_by_role("heading", level=1).inner_text()
    assert heading == "Your work", f"{email} does not get in: {page.url}, {heading}"
    return page


def _submit(page):
    with page.expect_navigation():
        page.locator("main button[type=submit]").first.click()


class Teller:
    """One telling: pages by person, and what looks at each page that comes."""

    def __init__(self, pages, look):
        self.pages, self.look = pages, look

    def go(self, who, path):
        """Open a page, which must answer 200, and look at it."""
        page = self.pages[who]
        answer = page.goto(path)
        assert answer.status == 200, f"{who} at {path}: {answer.status}"
        self.look(page)
        return page

    def press(self, page, name):
        """Press the button or link of this name in the page's main part, and look at what comes."""
        main = page.get_by_role("main")
        self.click(page, main.get_by_role("button", name=name).or_(main.get_by_role("link", name=name)).first)

    def click(self, page, thing):
        """Click what leads to another page, wait for that page, and look at it."""
        with page.expect_navigation():
            thing.click()
        self.look(page)

    def fill(self, page, field, text):
        """Type a text into a field."""
        field.fill(text)

    def fill_day(self, page, field, day):
        """Enter a day into a field for days."""
        field.fill(day.isoformat())

    def fill_time(self, page, field, time):
        """Enter a time of the morning, as in 09:30, into a field for times."""
        field.fill(time)

    def select(self, page, field, label):
        """Choose from a list by the words that are shown."""
        field.select_option(label=label)

    def check(self, page, box):
        """Tick a box or choose a radio; the boxes of tables are drawn over by their labels."""
        box.check(force=True)

    def open(self, page, summary):
        """Open what is folded away."""
        summary.click()

    def tap(self, page, thing):
        """Press what changes the page without leaving it."""
        thing.click()

    def pick(self, page, field, beginning):
        """Choose from a list the first that begins so."""
        texts = field.locator("option").all_inner_texts()
        found = next((text for text in texts if text.startswith(beginning)), None)
        assert found is not None, f"{page.url}: no “{beginning}” in {texts}"
        self.select(page, field, found)

    def wait_for(self, page, thing):
        """Until a worker has done it; without script the page is loaded again."""
        deadline = time.monotonic() + WAITING
        while time.monotonic() < deadline:
            if thing.count():
                self.look(page)
                return
            page.wait_for_timeout(PAUSE_MS)
            page.reload()
        raise AssertionError(
            f"{page.url}: {thing} did not come in {WAITING} s: {page.get_by_role('main').inner_text()}"
        )


class ByKeyboard:
    """Mixed into a story: the same for somebody without a mouse; everything is reached with Tab and the arrow keys."""

    MOST_KEYS = 250

    def reach(self, page, thing):
        """Press keys until `thing` has the focus: arrows within its group of radios, else Tab."""
        thing.wait_for(state="attached")
        element = thing.element_handle()  # to find it anew for each key takes six times as long
        for _press in range(self.MOST_KEYS):
            where = element.evaluate(WHERE)
            if where == "here":
                return
            if where == "replaced":
                element = thing.element_handle()
            else:
                page.keyboard.press("ArrowDown" if where == "group" else "Tab")
        raise AssertionError(f"{page.url}: {thing} cannot be reached with the keyboard.")

    def click(self, page, thing):
        self.reach(page, thing)
        with page.expect_navigation():
            page.keyboard.press("Enter")
        self.look(page)

    def fill(self, page, field, text):
        self.reach(page, field)
        page.keyboard.press("Control+a")
        page.keyboard.insert_text(text)

    def fill_day(self, page, field, day):
        self.reach(page, field)
        for order in ("%d%m%Y", "%m%d%Y"):  # in the order of the browser's own language
            page.keyboard.type(day.strftime(order))
            if field.input_value() == day.isoformat():
                return
            page.keyboard.press("ArrowLeft")
            page.keyboard.press("ArrowLeft")
        raise AssertionError(f"{page.url}: {day} cannot be typed.")

    def fill_time(self, page, field, time):
        self.reach(page, field)
        page.keyboard.type(f"{time.replace(':', '')}AM")  # AM is asked for in some languages of a browser only
        assert field.input_value() == time

    def select(self, page, field, label):
        self.reach(page, field)
        page.keyboard.press("Home")
        for _option in field.locator("option").all():
            if field.evaluate("el => el.selectedOptions[0].label") == label:
                return
            page.keyboard.press("ArrowDown")
        raise AssertionError(f"{page.url}: {label} is not in the list.")

    def check(self, page, box):
        self.reach(page, box)
        if not box.is_checked():
            page.keyboard.press("Space")

    def open(self, page, summary):
        self.reach(page, summary)
        page.keyboard.press("Enter")

    def tap(self, page, thing):
        self.reach(page, thing)
        page.keyboard.press("Enter")
