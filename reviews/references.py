"""Numbers that people quote: CR-00042 a case review, RC-00042 a recommendation, PR-00042 a peer review."""

CASE = ("CR", "reviews_case_number")
RECOMMENDATION = ("RC", "reviews_recommendation_number")
PEER = ("PR", "reviews_peer_number")
"""For `vkpp.core.references.take`."""
