"""Programs outside are told when something is published: webhooks, signed, retried, with a log (docs/adr/0019)."""
