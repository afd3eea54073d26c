"""Learning events: days on which forces learn from one another's practice, with booking, materials and feedback."""
