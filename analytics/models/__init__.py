"""Benchmarking figures, what forces were shown of them, and the runs that counted them anew."""

from analytics.models.help import HelpMessage, HelpOffer, HelpRequest
from analytics.models.register import Collection, CollectionItem, Overlap
from analytics.models.summary import Baseline, ShownState, Summary, SummaryRun, ThemeSummary
from analytics.models.webhook import Delivery, Webhook

__all__ = [
    "Baseline",
    "Collection",
    "CollectionItem",
    "Delivery",
    "HelpMessage",
    "HelpOffer",
    "HelpRequest",
    "Overlap",
    "ShownState",
    "Summary",
    "SummaryRun",
    "ThemeSummary",
    "Webhook",
]
