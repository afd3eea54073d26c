#!/usr/bin/env python
"""Django's command line for the portal. Without DATABASE_URL or REDIS_URL it starts or finds the embedded servers."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vkpp.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
