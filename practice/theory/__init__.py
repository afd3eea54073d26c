"""Theory of change: what goes into a practice, what is done, what comes out, and what it changes; drawn as a picture."""
