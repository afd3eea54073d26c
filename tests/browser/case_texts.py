"""What is typed in the story of a case review: a made-up report, two readings of it, and a briefing."""

REPORT_NAME = "overview-report.pdf"
NOT_REAL = "These pages were written for a test of the portal. They are not the text of the published review."
REPORT = (
    (
        "What happened",
        NOT_REAL,
        "Police were called to the home nine times in the year before.",
        "Each call was closed.",
    ),
    (
        "How risk was seen",
        "The threshold panel scored the last call as standard.",
        "Nobody asked what had changed since the separation.",
        "One constable came back the next morning and wrote down her own words.",
    ),
    (
        "How services worked together",
        "The hospital wrote a letter about her injury.",
        "It lay unopened in a shared mailbox for three weeks.",
        "No meeting was held after the letter, and nobody was named to act on it.",
    ),
)
PASSAGES = {
    "separation": "Nobody asked what had changed since the separation.",
    "changed": "what had changed since",
    "own words": "wrote down her own words",
    "mailbox": "It lay unopened in a shared mailbox for three weeks.",
}
LEARNED = "Look at risk anew after every separation."
LISTENED = "Write down what the person says, in the person's words."
FIRST = (
    {
        "page": 3,
        "passage": "separation",
        "text": "Ask what has changed after a separation.",
        "theme": "Risk assessment",
        "actions": ("2.2.1",),
        "recommended": "Assess risk anew when a separation is reported.",
    },
    {
        "page": 3,
        "passage": "own words",
        "text": LISTENED,
        "theme": "Victim engagement and care",
        "coded": {"kind": "good"},
    },
)
SECOND = (
    {
        "page": 3,
        "passage": "changed",
        "text": "A score is no assessment: look at the whole.",
        "theme": "Risk assessment",
        "actions": ("2.2.1",),
    },
    {
        "page": 4,
        "passage": "mailbox",
        "text": "Say who opens what partners send, and by when.",
        "theme": "Information sharing",
    },
)
ADVICE = "Assess risk anew when a separation is reported, and record that it was done."
BRIEFING = {
    "summary": "After a separation risk is another. The reviews ask police to look again, and to write down what they hear.",
    "heading": "Why this briefing",
    "text": "One question would have changed much: what is different since the last call?\n\n- Ask it.\n- Write down the answer.",
    "why": "Say that a separation calls for a new assessment.",
    "proposal": "Name separation in the action as a change that calls for a new assessment of risk.",
    "feedback": "We put the question on the first screen of our form.",
}
