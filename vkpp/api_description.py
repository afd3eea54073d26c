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
        {"name": "Search", "description": "One search over practice, actions, reviews, briefings, events and data."},
        {"name": "Practice", "description": "Published practice and working copies: read, search, count, pull."},
        {
            "name": "Collections of practice",
            "description": "Examples that staff put together on a subject, and what changed in them.",
        },
        {
            "name": "Saved searches",
            "description": "Searches of the practice bank that a person keeps, and is told of what is new in them.",
        },
        {
            "name": "Practice taken up",
            "description": "Which force takes up, adapts or stops the practice of another, and how it goes.",
        },
        {
            "name": "Contact requests",
            "description": "Asking who works on something: the owner of an example, or a force.",
        },
        {"name": "Writing", "description": "Start, change and send examples by the same rules as the forms."},
        {"name": "Attachments", "description": "Files of an example."},
        {"name": "Permissions", "description": "What the owner of an example permits."},
        {"name": "Calls", "description": "Calls for practice and their questions."},
        {
            "name": "Choosing practice for evaluation",
            "description": "Rounds that choose what to evaluate: pool, scores, best set and decision.",
        },
        {
            "name": "Commissioned evaluations",
            "description": "Evaluations that were ordered, with milestones and results.",
        },
        {
            "name": "Evaluators",
            "description": "Bodies that evaluate, whom they fit, and introductions of owners to them.",
        },
        {"name": "Learning events", "description": "Events with what is featured, and booking a place."},
        {"name": "Reports", "description": "Counts of what was sent in: by month, force, state, category and strand."},
        {"name": "Plan", "description": "Versions of the national plan: themes, actions, guidance, links to others."},
        {"name": "Measures", "description": "Measures of the plan, and the figures that forces report for them."},
        {"name": "Rounds", "description": "Rounds of benchmarking and what they ask."},
        {
            "name": "Returns",
            "description": "A force's answers: read them, and save them by the same rules as the form.",
        },
        {"name": "Queries", "description": "What VKPP asks about answers."},
        {"name": "Benchmarking", "description": "Figures over forces, as far as they may be shown."},
        {
            "name": "Help between forces",
            "description": "Who can help with a gap, offers of help, and requests with what came of them.",
        },
        {"name": "Evidence packs", "description": "What a force has answered and shown, under other frameworks."},
        {"name": "Reviews", "description": "Case reviews, what is learned from them, briefings and peer reviews."},
        {
            "name": "Data collections",
            "description": "What national bodies collect from forces, what it costs, and where two ask for the same.",
        },
        {"name": "Data sets", "description": "Tables of everything that you may read, page by page or as one file."},
        {"name": "Vocabulary", "description": "The words by whose codes practice is described."},
        {"name": "Forces", "description": "Police forces."},
    ],
}
