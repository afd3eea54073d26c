"""Data sets that analysts take away: what each holds, its rows for one person, and the files they are written into."""
