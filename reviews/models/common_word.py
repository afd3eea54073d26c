"""Words that stand in many reviews, with the reviews they stand in, so that a search for one need not read them all."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CommonWord(models.Model):
    """A word as the search knows it (its stem), and the reviews it stands in by part, gathered by a worker.

    Each part is a compressed bitmap of ids (the portable format of Roaring bitmaps). It is as everything was before the
    transaction numbered `horizon` of PostgreSQL: reviews written since are looked at anew (reviews/common_words.py).
    """

    lexeme = models.TextField(primary_key=True)
    title = models.BinaryField(help_text=_("Reviews that have it in the title."))
    learning = models.BinaryField(help_text=_("Reviews that have it in title, summary or agreed learning points."))
    anywhere = models.BinaryField(help_text=_("Reviews that have it there or in a document that is not sensitive."))
    horizon = models.BigIntegerField()
    gathered_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.lexeme
