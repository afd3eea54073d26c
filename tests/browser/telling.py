"""Telling a story in a browser: pages by person, who press, type and choose; with the mouse or the keyboard alone."""

import re

from vkpp.accounts.demo import PASSWORD


def enter(page, email, portal):
    """Sign in by password and, where the role needs it, the code of the moment."""
    page.goto("/account/login/")
    page.locator("input[name=login]").fill(email)
    page.locator("input[name=password]").fill(PASSWORD)
    _submit(page)
    if "/2fa/" in page.url:
        shown = portal.manage("demo_sign_ins")
        code = re.search(rf"{re.escape(email)} .*one-time code now (\d+)", shown).group(1)
        page.locator("input[name=code]").fill(code)
        _submit(page)
    assert page.get_by_role("heading", level=1).inner_text() == "Your work"
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

    def check(self, page, box):
        """Tick a box or choose a radio; the boxes of tables are drawn over by their labels."""
        box.check(force=True)

    def open(self, page, summary):
        """Open what is folded away."""
        summary.click()


class ByKeyboard:
    """Mixed into a story: the same for somebody without a mouse; everything is reached with Tab and the arrow keys."""

    MOST_KEYS = 250

    def reach(self, page, thing):
        """Press keys until `thing` has the focus: arrows within its group of radios, else Tab."""
        thing.wait_for(state="attached")
        for _press in range(self.MOST_KEYS):
            where = thing.evaluate(
                "el => { const now = document.activeElement;"
                " return now === el ? 'here' : now.type === 'radio' && now.name === el.name ? 'group' : '' }"
            )
            if where == "here":
                return
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

    def check(self, page, box):
        self.reach(page, box)
        if not box.is_checked():
            page.keyboard.press("Space")

    def open(self, page, summary):
        self.reach(page, summary)
        page.keyboard.press("Enter")
