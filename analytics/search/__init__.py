"""One search over everything the portal knows: practice, actions of the plan, case reviews, briefings (docs/adr/0020)."""
