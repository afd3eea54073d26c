"""What other forces do with a practice: they adopt, adapt or reject it, and later say what came of it."""
