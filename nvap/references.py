"""Numbers that people quote: Q-00042 for a query, IA-00017 for an improvement action."""

from vkpp.core.references import take

__all__ = ["IMPROVEMENT", "QUERY", "take"]

QUERY = ("Q", "nvap_query_number")
IMPROVEMENT = ("IA", "nvap_improvement_number")
