"""Contact requests: somebody asks an example's owner, or a force, who works on something, and is answered."""
