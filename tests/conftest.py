"""What every test stands on: no display, no bus and no data folder of the person who runs the tests."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator

import pytest
from hypothesis import settings

# Before Qt or keyring is imported anywhere. A test that needs a display or a bus starts its own.
os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["DBUS_SESSION_BUS_ADDRESS"] = "disabled:"
for inherited in ("DISPLAY", "WAYLAND_DISPLAY", "PULSE_SERVER", "VONK_HOME"):
    os.environ.pop(inherited, None)

settings.register_profile("vonk", deadline=None, print_blob=True)
settings.load_profile("vonk")


@pytest.fixture(scope="session", autouse=True)
def _home_of_the_tests() -> Iterator[None]:
    """No test reads or writes the data of whoever runs it, not even through a command without VONK_HOME."""
    with tempfile.TemporaryDirectory(prefix="vonk-tests-") as folder:
        os.environ["VONK_HOME"] = folder
        yield
        del os.environ["VONK_HOME"]
