from __future__ import annotations

import logging

import pytest

from desktop.crash import CrashReporter


@pytest.mark.qt_no_exception_capture
def test_a_listener_that_is_wrong_itself_is_written_down_once_and_not_told_again(tmp_path, caplog, monkeypatch):
    crash, told = CrashReporter(), []

    def listen(text):
        told.append(text)
        raise RuntimeError("the window is gone")

    crash.crashed.connect(listen)
    monkeypatch.setattr("sys.excepthook", crash._on_exception)
    with caplog.at_level(logging.ERROR):
        crash._on_exception(ValueError, ValueError("secret title"), None)
    assert len(told) == 1
    assert [record.args[0].splitlines()[1] for record in caplog.records] == ["ValueError", "RuntimeError"]
    assert "secret" not in caplog.text
