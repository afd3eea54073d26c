"""What a browser gets: bytes, requests and the first paint of central pages, wide and on a phone, with nothing kept.

The portal is one of real processes with the demonstration; Chromium asks it through the network of this machine. A page
is opened TURNS times, each in a context of its own, and the middle is told; bytes are those sent, packed as they were.
"""

import os
import statistics

import django
from playwright.sync_api import sync_playwright

from tests.performance import kept
from tests.portal import running_portal
from vkpp.local import browser

TURNS = 3
SCREENS = {
    "wide": {"viewport": {"width": 1320, "height": 900}},
    "phone": {
        "viewport": {"width": 390, "height": 844},
        "device_scale_factor": 2,
        "is_mobile": True,
        "has_touch": True,
    },
}
WHO = "nvap.lead@norfolk.police.uk"
PAGES = {
    "sign-in": ("/account/login/", False),
    "your work": ("/", True),
    "practice bank": ("/practice/", True),
    "map of practice": ("/practice/map/", True),
    "task list of a return": ("/nvap/returns/2026/norfolk/", True),
    "one answer": ("/nvap/returns/2026/norfolk/2.1.1/", True),
    "Insight": ("/insight/", True),
    "learning from reviews": ("/reviews/themes/", True),
}
PAINTED = "performance.getEntriesByName('first-contentful-paint').map(one => one.startTime)[0]"


def main():
    """Open each page, print and keep the figures."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vkpp.settings")
    django.setup()
    from tests.browser.telling import enter

    with running_portal() as portal, sync_playwright() as playwright:
        portal.start("web")
        chromium = playwright.chromium.launch(executable_path=browser.find(), args=["--no-sandbox", "--disable-gpu"])
        home = f"http://127.0.0.1:{portal.port}"
        page = chromium.new_context(base_url=home).new_page()
        cookies = enter(page, WHO).context.cookies()
        rows = [row for name, screen in SCREENS.items() for row in figures(chromium, home, cookies, name, screen)]
        chromium.close()
    kept.keep("weight", rows)


def figures(chromium, home, cookies, screen, options):
    """One row for each page on this screen."""
    for name, (path, signed_in) in PAGES.items():
        turns = [opened(chromium, home, path, cookies if signed_in else [], options) for _turn in range(TURNS)]
        failed = next((turn["status"] for turn in turns if turn["status"] != 200), None)
        if failed:
            yield {"name": f"{name}, {screen}", "failed": f"{failed} at {path}"}
            continue
        kb = statistics.median(turn["bytes"] for turn in turns) / 1000
        paint = statistics.median(turn["paint"] for turn in turns)
        print(
            f"{name + ', ' + screen:40}{paint:7.0f} ms to the first paint{kb:8.1f} kB in {turns[0]['requests']} requests"
        )
        yield {**kept.work(f"first paint: {name}, {screen}", paint, "ms", None), "sent": kb}


def opened(chromium, home, path, cookies, options):
    """Status, first paint in ms, bytes sent and number of requests of one opening."""
    context = chromium.new_context(base_url=home, **options)
    context.add_cookies(cookies)
    page = context.new_page()
    watch = context.new_cdp_session(page)
    watch.send("Network.enable")
    sizes = []
    watch.on("Network.loadingFinished", lambda told: sizes.append(told["encodedDataLength"]))
    answer = page.goto(path, wait_until="networkidle")
    paint = page.wait_for_function(PAINTED).json_value()
    context.close()
    return {"status": answer.status, "paint": paint, "bytes": sum(sizes), "requests": len(sizes)}
