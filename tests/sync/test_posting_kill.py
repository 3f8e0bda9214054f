"""`vonk post` in real processes with a real keyring, to a real receiver and a real folder: also when they are killed,
and with canaries for addresses."""

from __future__ import annotations

import base64
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import textwrap
import threading
from contextlib import ExitStack, suppress
from datetime import timedelta
from pathlib import Path

import pytest

from core.clock import from_iso, utc_now
from core.content import Audience, Content, TipBody
from core.wire import content_to_json
from desktop.stage.bus import keyring, session_bus
from tests.campaign import rounds, seed
from tests.web.conftest import Receiver, receiver

__all__ = ["receiver"]

ROOT = Path(__file__).parents[2]
ALL = "clear,correct,applicable"
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Linux with a Secret Service")


class Machine:
    """One person's computer. `said` is what its programs wrote, `seen` their command lines while something was sent."""

    def __init__(self, folder: Path, environ: dict[str, str], place: str) -> None:
        self.folder, self.environ, self.place = folder, environ, place
        self.said: list[str] = []
        self.seen: set[bytes] = set()

    def vonk(self, *words: str, given: str = "", status: int = 0) -> dict:
        return json.loads(self.run("-m", "desktop", *words, "--json", given=given, status=status).splitlines()[-1])

    def run(self, *words: str, given: str = "", status: int | None = 0) -> str:
        """`status` None: whatever it is."""
        process = self.start(*words)
        out, err = process.communicate(given, timeout=60)
        self.said += [out, err]
        assert status in (None, process.returncode), err
        return out

    def start(self, *words: str) -> subprocess.Popen:
        pipe = subprocess.PIPE
        self.last = subprocess.Popen(
            [sys.executable, *words], env=self.environ, stdin=pipe, stdout=pipe, stderr=pipe, text=True
        )
        return self.last

    def look_at_process(self) -> None:
        with suppress(OSError):
            self.seen.add(Path(f"/proc/{self.last.pid}/cmdline").read_bytes())

    def add(self, content: Content, *more: str) -> str:
        file = self.folder / "content.json"
        file.write_text(json.dumps(content_to_json(content)), encoding="utf-8")
        return self.vonk("drafts", "add", "--file", str(file), *more)["id"]

    def tip(self, title: str = "Hernoemen") -> str:
        return self.add(Content(TipBody(action="Druk F2"), title=title, audience=Audience(everyone=True)))

    def channel(self, kind: str, name: str, secret: str = "aaaa") -> str:
        url = f"http://{self.place}/services/T0/B0/{secret}"
        key = "whsec_" + base64.b64encode((secret.encode() * 8)[:48]).decode()
        address = json.dumps({"url": url, "secret": key}) if kind == "webhook" else url
        return self.vonk("channels", "add", "--kind", kind, "--name", name, given=address)["id"]

    def state(self, item: str, channel: str) -> str:
        (post,) = (
            post for post in self.vonk("channels", "posts")["posts"] if (post["id"], post["channel"]) == (item, channel)
        )
        return post["state"]


@pytest.fixture
def machine(tmp_path, receiver):
    with ExitStack() as held:
        runtime = Path(held.enter_context(tempfile.TemporaryDirectory(prefix="vonk-")))
        home = tmp_path / "home"
        home.mkdir()
        inside = {name: os.environ[name] for name in ("PATH", "VIRTUAL_ENV") if name in os.environ} | {
            "HOME": str(home),
            "XDG_RUNTIME_DIR": str(runtime),
            "PYTHONPATH": str(ROOT),
            "LC_ALL": "C.UTF-8",
            "QT_QPA_PLATFORM": "offscreen",
            "VONK_ALLOW_CHANNELS": receiver.place,
        }
        logs = tmp_path / "logs"
        logs.mkdir()
        inside["DBUS_SESSION_BUS_ADDRESS"] = held.enter_context(session_bus(inside, runtime, logs))
        held.enter_context(keyring(inside, logs))
        yield Machine(tmp_path, inside, receiver.place)


def test_a_person_without_a_hub_posts_to_a_channel_and_a_folder(machine, receiver, tmp_path):
    team = tmp_path / "team"
    team.mkdir()
    slack = machine.channel("slack_webhook", "Inkoop")
    folder = machine.vonk("channels", "add", "--kind", "folder", "--name", "Schijf", "--folder", str(team))["id"]
    assert machine.vonk("channels", "test", "Inkoop")["outcome"] == "confirm"
    assert b"Test" in receiver.received.pop().body
    item = machine.tip()
    assert machine.vonk("post", item, "--to", "inkoop", "--confirm", ALL)["state"] == "posted"
    (message,) = receiver.received
    assert "niet nagekeken" in message.body.decode()
    assert machine.vonk("post", item, "--to", folder, "--confirm", ALL)["state"] == "posted"
    (written,) = team.glob("*/item.json")
    assert "Druk F2" in written.read_text(encoding="utf-8")
    machine.run("-m", "desktop", "post", item, "--to", slack, "--confirm", ALL, status=1)
    report = machine.vonk("sync", "--once")
    assert (report["connected"], report["posts"]["posted"], report["posts"]["waiting"]) == (False, 0, 0)
    assert len(receiver.received) == 1
    assert machine.vonk("channels", "remove", slack)["removed"]
    assert [each["id"] for each in machine.vonk("channels", "list")["channels"]] == [folder]


def test_what_the_service_postpones_goes_after_its_wish(machine, receiver):
    channel, item = machine.channel("teams", "Team"), machine.tip()
    receiver.answer = b"HTTP/1.1 429 Slow Down\r\nRetry-After: 3600\r\nContent-Length: 0\r\n\r\n"
    assert machine.vonk("post", item, "--to", channel, "--confirm", ALL)["state"] == "waiting"
    report = machine.vonk("sync", "--once")
    assert report["posts"]["waiting"] == 1
    assert from_iso(report["next_wake"]) > utc_now() + timedelta(minutes=55)
    assert machine.vonk("post", item, "--to", channel, "--take-back")["taken_back"]
    assert machine.vonk("channels", "posts")["posts"] == []
    assert len(receiver.received) == 1


def hang_until_killed(machine: Machine, receiver: Receiver, process: subprocess.Popen, before_answer: bool) -> None:
    """Kill -9 while the receiver has the message: before it answers, or right after it did."""
    arrived, dead = threading.Event(), threading.Event()

    def act(connection) -> None:
        if before_answer:
            arrived.set()
            dead.wait(30)
        else:
            connection.sendall(receiver.answer)
            arrived.set()

    receiver.act = act
    assert arrived.wait(60)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert process.returncode == -signal.SIGKILL
    dead.set()
    receiver.act = None


@pytest.mark.parametrize("kind", ["slack_webhook", "teams", "webhook"])
def test_killed_while_sending_is_uncertain_and_not_sent_again_by_itself(machine, receiver, kind):
    channel, item = machine.channel(kind, "Kanaal"), machine.tip()
    process = machine.start("-m", "desktop", "post", item, "--to", channel, "--confirm", ALL, "--json")
    hang_until_killed(machine, receiver, process, before_answer=True)
    assert machine.state(item, channel) == "sending"
    report = machine.vonk("sync", "--once")["posts"]
    if kind == "webhook":
        assert report == {"posted": 1, "handed_over": 0, "uncertain": 0, "failed": 0, "waiting": 0}
        first, second = receiver.received
        assert first.headers["webhook-id"] == second.headers["webhook-id"]
        return
    assert report == {"posted": 0, "handed_over": 0, "uncertain": 1, "failed": 0, "waiting": 0}
    machine.vonk("sync", "--once")
    machine.run("-m", "desktop", "post", item, "--to", channel, "--confirm", ALL, status=1)
    assert len(receiver.received) == 1
    assert machine.state(item, channel) == "uncertain"
    assert machine.vonk("post", item, "--to", channel, "--again")["state"] == "posted"
    assert len(receiver.received) == 2


def test_a_person_says_that_an_uncertain_post_is_there(machine, receiver):
    channel, item = machine.channel("slack_webhook", "Kanaal"), machine.tip()
    process = machine.start("-m", "desktop", "post", item, "--to", channel, "--confirm", ALL, "--json")
    hang_until_killed(machine, receiver, process, before_answer=True)
    machine.vonk("sync", "--once")
    assert machine.vonk("post", item, "--to", channel, "--it-is-there")["state"] == "posted"
    assert len(receiver.received) == 1


def kills(machine: Machine, receiver: Receiver, times: int) -> None:
    """Whenever the process dies, a message is in the channel once at most, and what is not there goes or is asked."""
    dice = random.Random(seed())
    channel = machine.channel("slack_webhook", "Kanaal")
    for number in range(times):
        item, before = machine.tip(f"Tip {number}"), len(receiver.received)
        process = machine.start("-m", "desktop", "post", item, "--to", channel, "--confirm", ALL, "--json")
        if dice.random() < 0.5:
            hang_until_killed(machine, receiver, process, before_answer=dice.random() < 0.3)
        else:
            with suppress(subprocess.TimeoutExpired):
                process.wait(dice.uniform(0.2, 1.5))
            process.kill()
            process.communicate()
        posts = {post["id"]: post["state"] for post in machine.vonk("channels", "posts")["posts"]}
        machine.vonk("sync", "--once")
        came = len(receiver.received) - before
        if item not in posts:
            assert came == 0
            continue
        assert came <= 1
        state = machine.state(item, channel)
        assert state in ("posted", "uncertain")
        assert came == 1 or state == "uncertain"


@pytest.mark.long
def test_kills_at_any_moment(machine, receiver):
    kills(machine, receiver, rounds(5))


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_channel_kills_long(machine, receiver):
    kills(machine, receiver, rounds(100))


ADDING = textwrap.dedent("""
    import os, sys
    from pathlib import Path
    from core.clock import utc_now
    from core.content import Audience, ClipBody, Content
    from core.draft import random_id
    from desktop.home import home_from_environment
    from drafts.store import open_store
    home = home_from_environment(os.environ)
    store = open_store(home.drafts_db, home.blobs, clock=utc_now, new_id=random_id)
    blob = store.blobs.add_file(Path(sys.argv[1]), "video/mp4")
    print(store.new_draft(Content(ClipBody(blob, 9), title="Clip", audience=Audience(everyone=True))).id)
    store.close()
""")


def test_killed_while_a_clip_is_written_to_a_folder_leaves_it_whole_once(machine, tmp_path):
    team = tmp_path / "team"
    team.mkdir()
    folder = machine.vonk("channels", "add", "--kind", "folder", "--name", "Schijf", "--folder", str(team))["id"]
    clip = tmp_path / "clip.mp4"
    clip.write_bytes(os.urandom(1 << 20) * 64)
    item = machine.run("-c", ADDING, str(clip)).strip()
    process = machine.start("-m", "desktop", "post", item, "--to", folder, "--confirm", ALL, "--json")
    while process.poll() is None and not any(path.is_file() and path.stat().st_size for path in team.rglob("*")):
        pass
    process.kill()
    process.communicate()
    assert machine.state(item, folder) == "sending"
    assert list(team.glob("[!.]*/item.json")) == []
    machine.vonk("sync", "--once")
    assert machine.state(item, folder) == "posted"
    (of_item,) = (found.parent for found in team.glob("[!.]*/item.json"))
    (written,) = of_item.glob("*.mp4")
    assert written.read_bytes() == clip.read_bytes()


CANARY = "canary-address"
CRASHING = textwrap.dedent("""
    import os, sys, threading
    from PySide6.QtCore import QCoreApplication
    from core.clock import utc_now
    from core.draft import random_id
    from core.review import Criterion
    from desktop.commands.channels import channel_secrets_of
    from desktop.crash import CrashReporter
    from desktop.home import home_from_environment
    from desktop.logs import start_log
    from desktop.platform.posting import posting_engine
    from drafts.store import open_store
    from web.egress import Egress
    app, home, crash = QCoreApplication([]), home_from_environment(os.environ), CrashReporter()
    start_log(home.logs)
    crash.crashed.connect(print)
    crash.install(home.logs)
    store = open_store(home.drafts_db, home.blobs, clock=utc_now, new_id=random_id)
    class Broken(Egress):
        def post_json(self, url, payload, headers=None, largest=4096):
            raise ZeroDivisionError("at " + url)
    channel = store.add_channel("slack_webhook", "crash", "")
    channel_secrets_of(home).keep(channel.id, sys.stdin.read())
    store.post(sys.argv[1], channel.id, frozenset(Criterion))
    egress = Broken(frozenset({os.environ["VONK_ALLOW_CHANNELS"]}))
    engine = posting_engine(store, channel_secrets_of(home), egress, utc_now)
    thread = threading.Thread(target=engine.run_once)
    thread.start()
    thread.join()
    address = channel_secrets_of(home).load(channel.id)
    store.close()
    raise ValueError(f"crashed with {address}")
""")


@pytest.mark.long
def test_no_address_gets_out_of_the_keyring_and_the_line(machine, receiver, tmp_path):
    answers = (
        b"HTTP/1.1 404 Gone\r\nContent-Length: 10\r\n\r\nno_service",
        b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<html>",
        b"",
    )

    def act(connection) -> None:
        machine.look_at_process()
        connection.sendall(receiver.answer)

    receiver.act = act
    channels = [machine.channel(kind, kind, CANARY) for kind in ("slack_webhook", "teams", "webhook")]
    bot = json.dumps({"token": f"xoxb-{CANARY}", "channel": "C0123456789", "api": f"http://{machine.place}/api"})
    channels.append(machine.vonk("channels", "add", "--kind", "slack_bot", "--name", "bot", given=bot)["id"])
    for number, answer in enumerate(answers):
        item, receiver.answer = machine.tip(f"{number}"), answer
        for channel in channels:
            if number == 0:
                machine.run("-m", "desktop", "channels", "test", channel, status=None)
            machine.run("-m", "desktop", "post", item, "--to", channel, "--confirm", ALL, status=None)
    machine.run("-m", "desktop", "channels", "list")
    machine.run("-m", "desktop", "channels", "add", "--kind", "teams", "--name", "x", given=f"ftp://{CANARY}", status=1)
    address = f"http://{machine.place}/services/T0/B0/{CANARY}"
    machine.run("-c", CRASHING, machine.tip("crash"), given=address, status=1)
    machine.vonk("sync", "--once")
    machine.vonk("doctor")
    machine.vonk("data", "backup")
    machine.vonk("drafts", "export", item, str(tmp_path / "exported"))
    files = {str(path): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert any("/backups/" in name for name in files)
    assert any("/exported/" in name for name in files)
    assert b"not caught" in next(data for name, data in files.items() if name.endswith("vonk.log"))
    assert any(b"\0post\0" in line for line in machine.seen)
    assert any(CANARY in received.path for received in receiver.received)
    assert any(CANARY in received.headers.get("Authorization", "") for received in receiver.received)
    secrets = (CANARY.encode(), base64.b64encode((CANARY.encode() * 8)[:48]))
    places = (
        files | {repr(line): line for line in machine.seen} | {words[:60]: words.encode() for words in machine.said}
    )
    assert [name for name, data in places.items() if any(secret in data for secret in secrets)] == []
