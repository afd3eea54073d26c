"""Ask the web process of this container whether it lives, or what `readyz` says: `python .docker/healthcheck.py readyz`."""

import sys
import urllib.error
import urllib.request

path = sys.argv[1] if len(sys.argv) > 1 else "healthz"
try:
    answer = urllib.request.urlopen(f"http://localhost:8000/{path}", timeout=4)
except urllib.error.HTTPError as refusal:
    answer = refusal
sys.stdout.write(answer.read().decode() + "\n")
sys.exit(0 if answer.status == 200 else 1)
