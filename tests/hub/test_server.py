"""The hub as people run it: a process of its own, killed in the middle, started again, spoken to by command."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import signal
import socket
import sqlite3
import stat
import subprocess
import sys
import threading
import time
import uuid
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests

from core.content import Audience, BlobRef, ClipBody, Content, TipBody
from core.wire import content_to_json, hash_of
from hub.__main__ import main

PASSWORD = "correct horse battery"
GRANT = "urn:ietf:params:oauth:grant-type:device_code"
ROOT = Path(__file__).parents[2]


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"}


def run(data: Path, *words: str, given: str = "", status: int = 0) -> dict:
    """A command, in this process: another one than the server's, and quicker than one more."""
    said, told, typed = StringIO(), StringIO(), sys.stdin
    sys.stdin = StringIO(given)
    try:
        with redirect_stdout(said), redirect_stderr(told):
            ended = main([*words, "--data", str(data), "--json"])
    finally:
        sys.stdin = typed
    assert ended == status, (words, said.getvalue(), told.getvalue())
    return json.loads(said.getvalue().splitlines()[-1]) if said.getvalue() else {"said": told.getvalue()}


class Running:
    """`vonk-hub serve` on a free port."""

    def __init__(self, data: Path, *words: str) -> None:
        command = [sys.executable, "-m", "hub", "serve", "--data", str(data), "--port", "0", *words]
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment()
        )
        assert self.process.stdout is not None
        first = self.process.stdout.readline()
        assert first, self.process.communicate()[1]
        self.address = first.split()[-1]
        self.data = data

    def end(self, how: int = signal.SIGTERM) -> tuple[int, str, str]:
        self.process.send_signal(how)
        said, told = self.process.communicate(timeout=30)
        return self.process.returncode, said, told


@contextmanager
def serving(data: Path, *words: str):
    running = Running(data, *words)
    try:
        yield running
    finally:
        if running.process.poll() is None:
            running.end(signal.SIGKILL)


@contextmanager
def receiver(*, answering: bool = True):
    """Stands in for Slack. One that does not answer keeps the request until the test is over."""
    seen: list[dict] = []
    arrived, over = threading.Event(), threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            seen.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            arrived.set()
            if not answering:
                over.wait(60)
                return
            self.send_response(200)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"ok")

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"127.0.0.1:{server.server_address[1]}", seen, arrived
    finally:
        over.set()
        server.shutdown()
        thread.join()
        server.server_close()


def browser(address: str, email: str) -> requests.Session:
    session = requests.Session()
    session.trust_env = False
    session.headers["Origin"] = address
    form = re.search(r'name="csrf" value="([^"]+)"', session.get(f"{address}/sign-in").text)
    assert form is not None
    answer = session.post(
        f"{address}/sign-in", data={"csrf": form[1], "email": email, "password": PASSWORD}, allow_redirects=False
    )
    assert answer.status_code == 303, answer.text
    return session


def device(address: str, email: str) -> requests.Session:
    """Pair as the app does: the person signs in by browser and allows it there."""
    app = requests.Session()
    app.trust_env = False
    asked = app.post(f"{address}/oauth/device_authorization", data={"client_id": "vonk-app", "device_name": "x"}).json()
    with browser(address, email) as person:
        page = person.get(asked["verification_uri_complete"]).text
        token = re.search(r'name="csrf" value="([^"]+)"', page)
        assert token is not None
        decided = {"csrf": token[1], "code": asked["user_code"], "decision": "allow"}
        assert person.post(f"{address}/pair", data=decided).status_code == 200
    form = {"grant_type": GRANT, "device_code": asked["device_code"], "client_id": "vonk-app"}
    app.headers["Authorization"] = f"Bearer {app.post(f'{address}/oauth/token', data=form).json()['access_token']}"
    return app


def add_maker(data: Path) -> None:
    run(data, "team", "add", "Planning")
    options = ("--name", "Ann", "--role", "ambassador", "--team", "Planning", "--trust", "clip", "--trust", "tip")
    run(data, "user", "add", "ann@example.org", *options, "--password-stdin", given=PASSWORD + "\n")


def put(app: requests.Session, address: str, content: Content, item_id: str | None = None) -> tuple[str, dict]:
    item_id = item_id or str(uuid.uuid4())
    answer = app.put(
        f"{address}/api/v1/items/{item_id}/versions/{hash_of(content)}", json={"content": content_to_json(content)}
    )
    assert answer.status_code in (200, 201), answer.text
    return item_id, answer.json()


def part_headers(data: bytes, offset: int) -> dict[str, str]:
    return {
        "Tus-Resumable": "1.0.0",
        "Content-Type": "application/offset+octet-stream",
        "Upload-Offset": str(offset),
        "Upload-Checksum": "sha256 " + base64.b64encode(hashlib.sha256(data).digest()).decode(),
    }


def begin_upload(app: requests.Session, address: str, data: bytes) -> str:
    def coded(text: str) -> str:
        return base64.b64encode(text.encode()).decode()

    metadata = f"sha256 {coded(hashlib.sha256(data).hexdigest())},type {coded('video/mp4')}"
    headers = {"Tus-Resumable": "1.0.0", "Upload-Length": str(len(data)), "Upload-Metadata": metadata}
    made = app.post(f"{address}/api/v1/uploads", headers=headers)
    assert made.status_code == 201, made.text
    return made.headers["Location"]


def upload(app: requests.Session, address: str, data: bytes) -> BlobRef:
    sent = app.patch(begin_upload(app, address, data), data=data, headers=part_headers(data, 0))
    assert sent.status_code == 204, sent.text
    return BlobRef(hashlib.sha256(data).hexdigest(), len(data), "video/mp4")


def wait_for(app: requests.Session, address: str, state: str, seconds: float = 40) -> dict:
    """The event of the feed that says so: the server's own word, asked again until it is there."""
    last = time.monotonic() + seconds
    while time.monotonic() < last:
        events = app.get(f"{address}/api/v1/feed").json()["events"]
        for event in events:
            if event["state"] == state:
                return event
        threading.Event().wait(0.1)
    raise AssertionError(f"{state} did not come: {events}")


def rows(data: Path, query: str) -> list[tuple]:
    connection = sqlite3.connect(f"file:{data / 'hub.db'}?mode=ro", uri=True)
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


@pytest.fixture(scope="module")
def real_clip(tmp_path_factory) -> bytes:
    from media.ffmpeg import executable

    target = tmp_path_factory.mktemp("clip") / "clip.mp4"
    source = ("-f", "lavfi", "-i", "testsrc=size=160x90:rate=10:duration=1")
    subprocess.run(
        [executable(), "-loglevel", "error", *source, "-pix_fmt", "yuv420p", "-metadata", "title=secret", str(target)],
        check=True,
    )
    return target.read_bytes()


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    """One hub with a maker, for tests that leave it as they found it."""
    data = tmp_path_factory.mktemp("shared") / "hub"
    with serving(data) as hub:
        add_maker(data)
        with device(hub.address, "ann@example.org") as app:
            yield hub, app


def test_the_first_start_prints_where_and_how_to_begin_and_notes_it_before_listening(tmp_path):
    data = tmp_path / "hub"
    with serving(data) as hub:
        assert hub.process.stdout is not None
        link = re.search(r"http://\S+/welcome/\S+", hub.process.stdout.readline())
        assert link is not None
        assert (data / "first-start-link.txt").read_text().strip() == link[0]
        assert (data / "address.txt").read_text().strip() == hub.address
        for name in ("first-start-link.txt", "secret.key", "hub.db"):
            assert stat.S_IMODE((data / name).stat().st_mode) == 0o600
        assert requests.get(link[0], timeout=10).status_code == 200
        assert len(rows(data, "SELECT started_at FROM server_starts")) == 1
        status, said, told = hub.end()
    assert (status, said) == (0, "")
    assert "Traceback" not in told


def test_a_clip_goes_all_the_way_and_is_served_without_its_metadata(shared, real_clip):
    hub, app = shared
    content = Content(
        ClipBody(upload(app, hub.address, real_clip), 1000, 160, 90), title="Real", audience=Audience(everyone=True)
    )
    item_id, answer = put(app, hub.address, content)
    assert answer["state"] == "submitted"
    event = wait_for(app, hub.address, "published")
    assert event["item_id"] == item_id
    served = app.get(f"{hub.address}/media/{item_id}/{hash_of(content)}/clip.mp4")
    poster = app.get(f"{hub.address}/media/{item_id}/{hash_of(content)}/poster.jpg")
    assert served.content[4:8] == b"ftyp"
    assert b"secret" in real_clip
    assert b"secret" not in served.content
    assert poster.content.startswith(b"\xff\xd8\xff")
    assert (
        requests.get(served.url, timeout=10).status_code != 200 or "sign-in" in requests.get(served.url, timeout=10).url
    )


def test_a_file_that_is_not_a_clip_comes_back_with_plain_words_and_the_hub_lives_on(shared):
    hub, app = shared
    blob = upload(app, hub.address, b"#EXTM3U\nfile:///etc/passwd\n" + os.urandom(2000))
    put(app, hub.address, Content(ClipBody(blob, 1000, 160, 90), title="Not a clip", audience=Audience(everyone=True)))
    event = wait_for(app, hub.address, "changes_requested")
    assert event["by"] == "Vonk"
    assert event["comment"]
    assert app.get(f"{hub.address}/readyz").json() == {"status": "ready"}


def test_a_line_that_breaks_in_mid_part_leaves_the_offset_and_no_litter(shared):
    hub, app = shared
    data = os.urandom(600_000)
    location = begin_upload(app, hub.address, data)
    first = data[:300_000]
    assert app.patch(location, data=first, headers=part_headers(first, 0)).status_code == 204
    rest, place = data[300_000:], urlsplit(location)
    headers = part_headers(rest, 300_000) | {
        "Host": place.netloc,
        "Authorization": str(app.headers["Authorization"]),
        "Content-Length": str(len(rest)),
    }
    head = f"PATCH {place.path} HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    with socket.create_connection((place.hostname, place.port)) as line:
        line.sendall(head.encode() + b"\r\n" + rest[:123_456])
    assert app.head(location).headers["Upload-Offset"] == "300000"
    assert app.patch(location, data=rest, headers=part_headers(rest, 300_000)).status_code == 204
    assert app.head(f"{hub.address}/api/v1/blobs/{hashlib.sha256(data).hexdigest()}").status_code == 200
    assert not list((hub.data / "uploads").glob("*"))


def test_commands_work_while_the_server_runs(shared):
    hub, _ = shared
    data = hub.data
    assert run(data, "user", "list")["people"][0]["email"] == "ann@example.org"
    assert run(data, "invite", "kim@example.org", "--role", "curator")["link"].startswith(f"{hub.address}/welcome/")
    run(data, "user", "add", "pat@example.org", "--name", "Pat", "--password-stdin", given=PASSWORD + "\n")
    assert run(data, "user", "role", "pat@example.org", "curator", "--team", "Planning")["roles"] == [
        "curator",
        "reader",
    ]
    run(data, "team", "join", "Planning", "pat@example.org")
    assert run(data, "team", "list")["teams"][0]["people"] == 2
    assert run(data, "team", "leave", "Planning", "pat@example.org")["people"] == 1
    assert "no such team" in run(data, "team", "join", "Nowhere", "pat@example.org", status=1)["said"]
    made = run(data, "backup")
    assert (Path(made["folder"]) / "hub.db").is_file()
    assert run(data, "fsck")["ok"] is True


def test_fsck_finds_what_is_lost_and_what_is_damaged(tmp_path, real_clip):
    data = tmp_path / "hub"
    with serving(data) as hub:
        add_maker(data)
        with device(hub.address, "ann@example.org") as app:
            first = upload(app, hub.address, real_clip)
            second = upload(app, hub.address, b"second")
        hub.end()
    (data / "blobs" / first.sha256[:2] / first.sha256).write_bytes(b"damaged")
    (data / "blobs" / second.sha256[:2] / second.sha256).unlink()
    found = run(data, "fsck", status=1)
    assert (found["damaged"], found["missing"]) == ([first.sha256], [second.sha256])
    assert "copy is not whole" in run(data, "backup", status=1)["said"]
    assert not list((data / "backups").glob("2*"))


def test_channels_are_tried_from_the_command_line(tmp_path):
    data = tmp_path / "hub"
    with receiver() as (place, seen, _):
        added = run(
            data,
            "channel",
            "add",
            "general",
            "--kind",
            "slack",
            "--allow-webhook",
            place,
            given=f"http://{place}/hook\n",
        )
        tried = run(data, "channel", "test", "general", "--allow-webhook", place)
        listed = run(data, "channel", "list")["channels"]
    assert (tried["ok"], tried["action"], len(seen)) == (True, "confirm", 1)
    assert [row["name"] for row in listed] == ["general"]
    assert place not in json.dumps([added, listed])
    assert run(data, "channel", "remove", "general")["id"] == added["id"]
    refused = run(data, "channel", "add", "x", "--kind", "teams", "--url", "https://a.webhook.office.com/x", status=1)
    assert refused["said"]


def test_killed_twice_while_it_publishes_it_publishes_each_once_after_the_next_start(tmp_path, real_clip):
    data = tmp_path / "hub"
    made: list[tuple[str, Content]] = []
    with receiver() as (place, seen, _):
        for pause_s in (0.0, 0.3):
            with serving(data, "--allow-webhook", place) as hub:
                if not made:
                    add_maker(data)
                    add = (
                        "channel",
                        "add",
                        "planning",
                        "--kind",
                        "slack",
                        "--team",
                        "Planning",
                        "--allow-webhook",
                        place,
                    )
                    run(data, *add, given=f"http://{place}/hook\n")
                with device(hub.address, "ann@example.org") as app:
                    blob = upload(app, hub.address, real_clip)
                    body = ClipBody(blob, 1000, 160, 90)
                    content = Content(body, title=f"After {pause_s}", audience=Audience(everyone=True))
                    made.append((put(app, hub.address, content)[0], content))
                    threading.Event().wait(pause_s)
                    hub.end(signal.SIGKILL)
        with serving(data, "--allow-webhook", place) as hub, device(hub.address, "ann@example.org") as app:
            last = time.monotonic() + 40
            while len(seen) < 2 and time.monotonic() < last:
                threading.Event().wait(0.05)
            for item_id, content in made:
                assert put(app, hub.address, content, item_id)[1]["state"] == "published"
            events = app.get(f"{hub.address}/api/v1/feed").json()["events"]
            hub.end()
    for item_id, _ in made:
        assert [event["state"] for event in events if event["item_id"] == item_id] == ["submitted", "published"]
    assert sorted(title for post in seen for title in ("After 0.0", "After 0.3") if title in json.dumps(post)) == [
        "After 0.0",
        "After 0.3",
    ]
    assert len(seen) == 2
    assert rows(data, "SELECT count(*) FROM versions WHERE state = 'published'") == [(2,)]
    assert len(rows(data, "SELECT * FROM server_starts")) == 3
    assert run(data, "fsck")["ok"] is True


def test_killed_while_a_channel_is_silent_the_post_is_uncertain_and_not_sent_again(tmp_path):
    data = tmp_path / "hub"
    with receiver(answering=False) as (place, seen, arrived):
        with serving(data, "--allow-webhook", place) as hub:
            add_maker(data)
            add = ("channel", "add", "planning", "--kind", "slack", "--team", "Planning", "--allow-webhook", place)
            run(data, *add, given=f"http://{place}/hook\n")
            with device(hub.address, "ann@example.org") as app:
                put(app, hub.address, Content(TipBody("a", "b", "c"), title="Tip", audience=Audience(everyone=True)))
                assert arrived.wait(20)
                hub.end(signal.SIGKILL)
        with serving(data, "--allow-webhook", place) as hub:
            last = time.monotonic() + 20
            while rows(data, "SELECT state FROM deliveries") != [("uncertain",)] and time.monotonic() < last:
                threading.Event().wait(0.05)
            hub.end()
    assert rows(data, "SELECT state FROM deliveries") == [("uncertain",)]
    assert len(seen) == 1


def test_what_cannot_be_started_says_why_in_both_languages(tmp_path):
    taken = socket.socket()
    with taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        assert "cannot listen" in run(tmp_path / "a", "serve", "--port", port, status=1)["said"]
        assert "kan niet luisteren" in run(tmp_path / "a", "serve", "--port", port, "--lang", "nl", status=1)["said"]
    assert "without encryption" in run(tmp_path / "a", "serve", "--host", "0.0.0.0", status=1)["said"]
    open_line = ("serve", "--host", "0.0.0.0", "--behind-proxy", "--public-url", "http://vonk.example.org")
    assert "open line" in run(tmp_path / "a", *open_line, status=1)["said"]
    damaged = tmp_path / "b"
    damaged.mkdir()
    (damaged / "secret.key").write_text("damaged")
    assert "cannot be read" in run(damaged, "user", "list", status=1)["said"]
