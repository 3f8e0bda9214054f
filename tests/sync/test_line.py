"""Answers that break off: what arrived of them is not taken for the whole."""

from __future__ import annotations

import socket
import threading

import pytest

from core.errors import HubUnreachable
from sync.line import ask, new_session

WHOLE = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"


def answering(data: bytes) -> tuple[str, threading.Thread]:
    """The address of a server that gives this to its first caller, and hangs up."""
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        with listening, listening.accept()[0] as caller:
            caller.recv(65536)
            caller.sendall(data)

    thread = threading.Thread(target=serve)
    thread.start()
    return f"http://127.0.0.1:{listening.getsockname()[1]}/", thread


@pytest.mark.parametrize("kept", [0, 5, 17, 30, len(WHOLE) - 10, len(WHOLE) - 3, len(WHOLE) - 1])
def test_an_answer_that_breaks_off_anywhere_is_no_answer(kept):
    url, thread = answering(WHOLE[:kept])
    with new_session(url) as session, pytest.raises(HubUnreachable):
        ask(session, "GET", url)
    thread.join()


def test_an_answer_without_a_body_is_one():
    url, thread = answering(b"HTTP/1.1 204 No Content\r\n\r\n")
    with new_session(url) as session:
        assert ask(session, "PATCH", url).status == 204
    thread.join()
