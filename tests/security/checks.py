"""What no answer may hold, for whom: markers of what somebody must not see, markup that was typed, weak headers.

Every text in the world ends with TYPED, so that each page that shows one proves that it escapes it.
"""

import re

from tests.security.opened import words_in

TYPED = "zzbreak\"'<svg/onload=alert(1)>{{7*7}}"
BROKEN_OUT = re.compile(r"""zzbreak(?:["'](?!>(?:– )?zzbreak)|<(?!/mark>))|<svg[ /]onload""")
"""Not a word that a search found and put into <mark>, nor a code made of a label that stands beside it in a list."""
EVALUATED = re.compile(r"alert\(1\)&gt;\s*49")
INLINE = re.compile(
    r"<script(?![^>]*\b(?:src|type=\"application/(?:json|ld\+json)\"))|<[^>]+\s(?:style|on[a-z]+)=", re.IGNORECASE
)

SCRIPTS = re.compile(r"script-src(?: 'nonce-[A-Za-z0-9+/]{22}=='| 'self')?(?:;|$)")
"""Scripts that the page names by its nonce, any of ours on a public page that is kept, or none."""

OWN_ONLY = "zzqtoken|zzqsearch|zzqbrowser"
UNSENT = "zzqdraft|zzqdiscarded|zzqsealed"
NATIONAL_ONLY = "zzx|zzqcall"
NOT_FOR_RATERS = "zzqsubmitted|zzqreturn|zzqrefused|zzqagain|zzqwithdrawn|zzx\\w*commentstaff|zzxsubmitted|zzxdecision"
JUDGEMENTS = "zzx(?:forward|differs|decided|again)(?:rating|comment)|zzxdecision"
OUTSIDE_FORCE = "zz[qxrgtn]"
OUTSIDE_POLICE = "zz[qxrpgtnd]"

# Who must never meet which markers. Names of the actor's own are taken out before.
NEVER = {
    "anonymous": rf"{OUTSIDE_POLICE}|zzccontact@",
    "nobody": "zz[qxpgtnd]",
    "peer_reviewer": "zz[qxrpgd]",
    "evaluator": OUTSIDE_POLICE,
    "national_analyst": "zz[qxrptn]",
    "contributor@A": "zz[xrgtn]|zzq(?!person|adopt)",  # colleagues know one another by name, and what the force takes up
    **{f"{role}@B": OUTSIDE_FORCE for role in ("contributor", "nvap_lead", "chief_officer", "force_analyst")},
    "owner": f"{NATIONAL_ONLY}|zz[rtn]|zzqinvited",
    **dict.fromkeys(("editor", "viewer"), f"{NATIONAL_ONLY}|zz[rtn]|zzqinvited|{OWN_ONLY}"),
    "nvap_lead@A": f"{NATIONAL_ONLY}|{OWN_ONLY}|zzn",
    "chief_officer@A": f"{NATIONAL_ONLY}|{OWN_ONLY}|zz[rn]|zzqinvited|zzqdiscarded",
    "force_analyst@A": f"{NATIONAL_ONLY}|{OWN_ONLY}|zz[rtn]|zzqinvited|zzqdiscarded",
    "vkpp_staff": f"{UNSENT}|{OWN_ONLY}|zzr|zzqinvited|zzqcall|zzxblind",  # what the other coder wrote so far
    "interested": f"{UNSENT}|{OWN_ONLY}|zzr|zzqinvited|zzqcall|{JUDGEMENTS}",
    "evidence_reviewer": f"{UNSENT}|{OWN_ONLY}|zz[rtn]|zzqinvited|zzqcall|zzqlate|{NOT_FOR_RATERS}",
    "vkpp_admin": f"{UNSENT}|{OWN_ONLY}|zzxblind",
}
# Whole words of letters, so that tokens and signatures are not taken for one.
NEVER = {actor: re.compile(rf"(?<![A-Za-z])(?=zz[a-z]{{4}})(?:{pattern})[a-z]*@?") for actor, pattern in NEVER.items()}
CAPITAL = re.compile(r"Zz(?=[qxrpgctnd][a-z]{3})")
INVITED = {"zzqinvited@", "zzqperson"}  # who has the secret link reads for whom it is, and from whom
TOLD_TEAMS = {"zzqperson", "zzqsigned", "zzqsignedgap", "zzqsignedgood"}  # who of the force asks, and what it signed
# What is drawn at random may hold a marker by chance: tokens of forms, secret links and signatures, nonces.
LONG = re.compile(r"[\w-]{40,}", re.ASCII)
NONCE = re.compile(r"[A-Za-z0-9+/]{22}==")
AUDIT = "accounts:audit"  # names every thing by its title, also an unsent one: for VKPP administrators alone


def settled(text, instead=""):
    """The text without what was drawn at random: long runs of small and capital letters and figures, and nonces."""

    def drawn(found):
        run = found.group()
        return instead if not run.islower() and any(letter.isdigit() for letter in run) else run

    return NONCE.sub(instead, LONG.sub(drawn, text))


def text_of(response):
    """Everything that an answer says: its body (of a file the words in it) and its headers."""
    body = words_in(response.body if hasattr(response, "body") else response.content)
    return body + "\n" + "\n".join(f"{name}: {value}" for name, value in response.headers.items())


def leaks(world, actor, response, route="", typed=()):
    """The markers in an answer that this actor must never meet and did not type."""
    if actor == "vkpp_admin" and route == AUDIT:
        return []
    text = CAPITAL.sub("zz", settled(text_of(response)))
    for words in typed:
        text = text.replace(words, "") if isinstance(words, str) and "zz" in words else text
    if actor in world.people:
        person = world.people[actor]
        for own in (person.email, CAPITAL.sub("zz", person.display_name.partition(" zzbreak")[0])):
            text = text.replace(own, "")
    found = set(NEVER[actor].findall(text))
    if actor == "peer_reviewer" and route.startswith("reviews:peer"):
        found -= TOLD_TEAMS
    return sorted(found - INVITED if route == "accounts:invitation" else found)


def weaknesses(actor, response):
    """What is wrong with an answer whatever it says: typed markup that is live, and headers that are missing."""
    found, headers = [], response.headers
    is_page = headers.get("Content-Type", "").startswith("text/html")
    if is_page:
        text = response.content.decode()
        found += [
            match.group() for match in (BROKEN_OUT.search(text), INLINE.search(text), EVALUATED.search(text)) if match
        ]
        policy = headers.get("Content-Security-Policy", "")
        if not SCRIPTS.search(policy) or "frame-ancestors 'none'" not in policy or "unsafe" in policy:
            found.append(f"policy: {policy}")
    wanted = {"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "same-origin"}
    wanted |= {"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin"}
    found += [name for name, value in wanted.items() if headers.get(name) != value]
    kept = headers.get("Cache-Control", "")
    if actor != "anonymous" and not ("private" in kept and ("no-store" in kept or "no-cache" in kept)):
        found.append(f"Cache-Control: {kept}")
    if actor != "anonymous" and is_page and "no-store" not in kept:
        found.append(f"a page that may be stored: {kept}")
    return found
