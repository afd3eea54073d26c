"""The register of national data collections: what forces are asked, by whom, and where two ask for the same."""
