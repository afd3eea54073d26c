"""Reports on what was sent in: by call and period, how triage went, and where practice is missing (docs/adr/0024)."""
