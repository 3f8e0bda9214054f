"""What the person is called on this computer: who a post is from, where no hub knows their name."""

from __future__ import annotations

import getpass
import sys


def person_name() -> str:
    """The full name the system has, or else the name they sign in with; empty where it has neither."""
    if sys.platform != "win32":
        import os
        import pwd

        try:
            full = pwd.getpwuid(os.getuid()).pw_gecos.partition(",")[0].strip()
        except KeyError:
            full = ""
        if full:
            return full
    try:
        return getpass.getuser()
    except (KeyError, ImportError, OSError):
        return ""
