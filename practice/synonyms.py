"""Loads words that mean the same from practice/data/synonyms.csv; rows that staff have changed since are left alone."""

import csv
from pathlib import Path

from django.db import transaction

from practice import bank_text
from practice.models import Synonym

FILE = Path(__file__).parent / "data" / "synonyms.csv"


def load() -> str:
    """Add the rows whose first word is in no row yet."""
    known = {word for words in Synonym.objects.values_list("words", flat=True) for word in words}
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = [row["words"].split("|") for row in csv.DictReader(file)]
    new = [Synonym(words=words, order=order) for order, words in enumerate(rows) if words[0] not in known]
    with transaction.atomic():
        Synonym.objects.bulk_create(new)
        if new:
            bank_text.mark_all()
    return f"{len(rows)} rows of words that mean the same."
