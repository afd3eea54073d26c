"""Reading the pages and problems that answer a hostile request."""

from lxml import html

SUMMARY = "//*[contains(@class, 'govuk-error-summary') or contains(@class, 'app-notice--error')]//li"


def sentences(answer):
    """The sentences that an answer refuses with: of a page its error summary, of the API the fields of the problem."""
    if answer.headers.get("Content-Type", "").startswith("application/problem+json"):
        problem = answer.json()
        return [words for rows in problem["fields"].values() for words in rows] or [problem["detail"]]
    if not answer.headers.get("Content-Type", "").startswith("text/html") or not answer.content:
        return []
    return [" ".join(one.text_content().split()) for one in html.fromstring(answer.content).xpath(SUMMARY)]
