#!/usr/bin/env python3
"""Django's own commands, for those who build Mitoyen; people who run it use the command ``mitoyen``."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mitoyen.project.settings")
    sys.path.insert(0, "src")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
