"""What the API says of itself in its description (OpenAPI)."""

from typing import Any

SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "VKPP portal API",
    "VERSION": "1",
    "OAS_VERSION": "3.1.1",
    "DESCRIPTION": (
        "Practice that protects vulnerable people, from police forces in England and Wales: read it, search it, "
        "pull what changed, and submit your own. The national plan, and your force's return: read and answer it.\n\n"
        "Send a token in the header `Authorization: Bearer vkpp_…`; you make one on your account page. Without one "
        "you read what is public. Errors have one shape, lists come in pages, and times are UTC. "
        "docs/api.md of the portal has examples for curl, Python, R and Excel."
    ),
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "SORT_OPERATIONS": False,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": True,
    "POSTPROCESSING_HOOKS": ["vkpp.core.api.schema.share_refusals", "vkpp.core.api.examples.add_examples"],
    "TAGS": [
        {"name": "You", "description": "Who is asking."},
        {"name": "Practice", "description": "Published practice and working copies: read, search, count, pull."},
        {"name": "Writing", "description": "Start, change and send examples by the same rules as the forms."},
        {"name": "Permissions", "description": "What the owner of an example permits."},
        {"name": "Attachments", "description": "Files of an example."},
        {"name": "Calls", "description": "Calls for practice and their questions."},
        {"name": "Vocabulary", "description": "The words by whose codes practice is described."},
        {"name": "Plan", "description": "Versions of the national plan: themes, actions, guidance, links to others."},
        {"name": "Rounds", "description": "Rounds of benchmarking and what they ask."},
        {
            "name": "Returns",
            "description": "A force's answers: read them, and save them by the same rules as the form.",
        },
        {"name": "Queries", "description": "What VKPP asks about answers."},
        {"name": "Benchmarking", "description": "Figures over forces, as far as they may be shown."},
        {"name": "Data sets", "description": "Tables of everything that you may read, page by page or as one file."},
        {"name": "Evidence packs", "description": "What a force has answered and shown, under other frameworks."},
        {"name": "Reviews", "description": "Case reviews, what is learned from them, briefings and peer reviews."},
        {"name": "Forces", "description": "Police forces."},
    ],
}
