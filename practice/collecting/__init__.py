"""Collections of practice that VKPP staff curate: their way, who reads what of them, and where they show."""
