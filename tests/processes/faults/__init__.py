"""Faults with real processes: random schedules of them while people write, and what must hold afterwards.

`python -m tests.processes.faults --schedules 300 --seed N` runs many and prints a table; `make test` runs a handful.
"""
