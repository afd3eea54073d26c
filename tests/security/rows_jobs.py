"""Who gets in: long work and its files. Nobody but who started it knows of it."""

from tests.security.rows_accounts import get, post

ROWS = [
    get("jobs", "signed-in"),
    get("job", "owner", things={"number": "job"}),
    get("job_file", "owner", things={"number": "job"}),
    post("job_again", "owner", things={"number": "job.failed"}),
    get("job_file", "", things={"number": "job.failed"}),
]
