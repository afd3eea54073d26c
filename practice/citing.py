"""How a published example is cited: as a reference in words, and for programs that keep references (BibTeX, RIS)."""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from practice.models import BankEntry
from vkpp.core.templatetags.dates import nice_date

LATEX = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
"""Characters that mean something in LaTeX, and how they are written as themselves."""


@dataclass(frozen=True)
class Citation:
    """What a reference to an example is made of. `number` counts its publications."""

    reference: str
    title: str
    author: str
    number: int
    published: dt.date
    read: dt.date
    public: bool

    @property
    def url(self) -> str:
        """Where it stands."""
        return settings.SITE_URL + reverse("practice:entry", args=[self.reference])

    @property
    def where(self) -> str:
        """What it is a part of, with its number there."""
        values = {"portal": settings.SITE_NAME, "reference": self.reference, "n": self.number}
        return _("%(portal)s practice bank, %(reference)s, publication %(n)d") % values

    @property
    def words(self) -> str:
        """The reference as it stands in a list of literature."""
        words = _("%(author)s (%(year)d) “%(title)s”, %(where)s, %(day)s. Available at: %(url)s (accessed %(read)s).")
        return words % {
            "author": self.author,
            "year": self.published.year,
            "title": self.title,
            "where": self.where,
            "day": nice_date(self.published),
            "url": self.url,
            "read": nice_date(self.read),
        }

    @property
    def note(self) -> str:
        """What must be said to who gets the reference passed on; empty for what is public."""
        return "" if self.public else _("Not public: only for those whom its owner lets read it.")

    def bibtex(self) -> str:
        """The reference as BibTeX."""
        rows = {
            "author": f"{{{_latex(self.author)}}}",
            "title": f"{{{_latex(self.title)}}}",
            "year": str(self.published.year),
            "howpublished": _latex(self.where),
            "url": self.url,
            "urldate": self.read.isoformat(),
            **({"note": _latex(self.note)} if self.note else {}),
        }
        body = ",\n".join(f"  {name} = {{{value}}}" for name, value in rows.items())
        return f"@misc{{{self.reference},\n{body}\n}}\n"

    def ris(self) -> str:
        """The reference as RIS, a line for each thing known."""
        rows = [
            ("TY", "RPRT"),
            ("ID", self.reference),
            ("AU", _one_line(self.author)),
            ("TI", _one_line(self.title)),
            ("PY", str(self.published.year)),
            ("DA", self.published.strftime("%Y/%m/%d")),
            ("PB", settings.SITE_NAME),
            ("M1", self.where),
            ("UR", self.url),
            ("Y2", self.read.strftime("%Y/%m/%d")),
            *([("N1", self.note)] if self.note else []),
            ("ER", ""),
        ]
        return "".join(f"{tag}  - {value}\r\n" for tag, value in rows)


def of(entry: BankEntry) -> Citation:
    """The citation of an example as it is published now; the entry brings its publication."""
    return Citation(
        reference=entry.reference,
        title=entry.title,
        author=entry.lead_organisation or entry.force_name or settings.SITE_NAME,
        number=entry.publication.number,
        published=timezone.localdate(entry.published_at),
        read=timezone.localdate(),
        public=entry.open_to_public,
    )


def _latex(text: str) -> str:
    return "".join(LATEX.get(letter, letter) for letter in _one_line(text))


def _one_line(text: str) -> str:
    """Without line breaks, which would start another field."""
    return " ".join(text.split())
