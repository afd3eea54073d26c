"""Reading the pages and problems that answer a hostile request."""

from lxml import html

SAID = (
    "//*[contains(@class, 'govuk-error-summary') or contains(@class, 'app-notice--error')]//li",
    "//*[contains(@class, 'app-notice--error')]//*[contains(@class, 'app-notice__text')]",
    "//*[contains(@class, 'govuk-error-message')]",
)
"""Where pages say why they refuse: in the summary, in a banner, or at the field alone."""


def sentences(answer):
    """The sentences that an answer refuses with: of a page its error summary, of the API the fields of the problem."""
    if answer.headers.get("Content-Type", "").startswith("application/problem+json"):
        problem = answer.json()
        return [words for rows in problem["fields"].values() for words in rows] or [problem["detail"]]
    if not answer.headers.get("Content-Type", "").startswith("text/html") or not answer.content:
        return []
    page = html.fromstring(answer.content)
    found = next((rows for place in SAID if (rows := page.xpath(place))), [])
    return [" ".join(one.text_content().split()).removeprefix("Error: ") for one in found]
