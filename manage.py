#!/usr/bin/env python
"""Runs a management command, joined to the database as the role that the command needs."""

import os
import sys

# These change or describe the schema, or copy the whole of it; all else is refused what the application
# itself is refused.
OWNER_COMMANDS = frozenset(
    {"migrate", "makemigrations", "sqlmigrate", "showmigrations", "dbshell", "backup", "restore"}
)


def main() -> None:
    """Choose the role by the command's name, then run it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nsd.settings")
    command = next((word for word in sys.argv[1:] if not word.startswith("-")), "")
    os.environ["NSD_DATABASE_ROLE"] = "owner" if command in OWNER_COMMANDS else "application"
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
