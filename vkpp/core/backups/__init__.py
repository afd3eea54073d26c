"""Backups of the portal: taken while it runs, checked, restored into an empty database, and compared row by row.

A backup is a folder named by its time: `database.dump` (PostgreSQL's own format), `files/` (people's files as they lie
in the storage) and `manifest.json` (what is in it, with checksums, written last). docs/operations.md, "Back up and
restore".
"""
