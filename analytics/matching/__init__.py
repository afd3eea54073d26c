"""From a gap to who can help: offers, the helpers of a gap with reasons, requests for help, and what nobody helps with."""
