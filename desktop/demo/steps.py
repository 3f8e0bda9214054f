"""The steps of the demo, in order. Each does one thing a person does, and waits until it is done."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from core.delivery import DeliveryState
from core.errors import Impossible
from core.language import Bilingual
from core.review import ReviewState
from desktop.demo import people
from desktop.demo.app_window import RECORD, STOP, running_app
from desktop.demo.hub_process import HubPlace, free_port, running
from desktop.demo.world import World
from desktop.stage import sound
from desktop.stage.desk import desk
from desktop.stage.processes import started, wait_until
from desktop.stage.receiver import receiving

SCENE_FPS: Final = 20
_ROOM_FOR_TRAY: Final = 40
_AFTER_SPEECH_S: Final = 0.8

_SPEECH: Final = Bilingual(
    en="This is for everybody who makes the weekly planning. Press control E in the first cell. "
    "The pattern goes on by itself.",
    nl="Dit is voor iedereen die de weekplanning maakt. Druk op control E in de eerste cel. "
    "Het patroon loopt dan vanzelf door.",
)


@dataclass(frozen=True, slots=True)
class Step:
    name: str
    words: Bilingual
    do: Callable[[World], None]


def _set_the_stage(world: World) -> None:
    language = world.context.language
    sound.speak_to_file(_SPEECH.in_(language), language, world.spoken)
    world.desk = world.stack.enter_context(
        desk(world.folder / "desk", world.logs, world.context.environ, real_screen=world.real_screen)
    )
    world.receiver = world.stack.enter_context(receiving(world.folder / "receiver.jsonl"))
    world.stack.push(world.hub_running)
    world.stack.push(world.app_running)


def _start_hub_first(world: World) -> None:
    environ = world.desk.environ
    world.hub = HubPlace(world.folder / "hub", free_port(), world.receiver.host, environ, world.logs)
    world.hub_running.enter_context(running(world.hub))


def _bring_people(world: World) -> None:
    link = world.hub.data / "first-start-link.txt"
    world.browsers = people.set_up(world.hub.url, link, world.cast, world.receiver)


def _start_app(world: World) -> None:
    world.app = world.app_running.enter_context(
        running_app(world.desk, world.app_home.root, world.context.language, world.logs)
    )


def _connect(world: World) -> None:
    code = world.app.connect(world.hub.url)
    people.allow_device(world.browsers[world.cast.maker.email], code)
    world.app.root.find_id("hubConnected", 30.0)


def _record(world: World) -> None:
    with _scene(world):
        world.app.tray(RECORD, "record")
        takes = world.app_home.takes
        wait_until(lambda: any(takes.glob("*/take.json")), "the recording", 20.0)
        with world.desk.room.playing(world.spoken) as speech:
            if speech.wait(60.0) != 0:
                raise Impossible(Bilingual(en="The speech did not play.", nl="De stem speelde niet af."))
        # The last word is still on its way through the sound server; there is nothing to wait for but time.
        with contextlib.suppress(TimeoutError):
            world.app.root.connection.receive(timeout=_AFTER_SPEECH_S)
        world.app.tray(STOP, "stop")
        world.app.root.find_id("wizardQuestion", 30.0)


@contextlib.contextmanager
def _scene(world: World) -> Iterator[None]:
    screen = world.desk.screen
    place = f"0,{_ROOM_FOR_TRAY},{screen.width},{screen.height - _ROOM_FOR_TRAY}" if screen else "0,100,800,400"
    words = world.say("Ctrl+E continues the pattern", "Ctrl+E zet het patroon voort")
    command = [sys.executable, "-m", "desktop.stage.scene", "--log", str(world.scene_log), "--fps", str(SCENE_FPS)]
    with started([*command, "--words", words, "--geometry", place], world.desk.environ, world.logs / "scene.log"):
        wait_until(lambda: world.scene_log.exists() and world.scene_log.stat().st_size > 0, "the scene", 15.0)
        yield


def _ask_the_wizard(world: World) -> None:
    world.app.answer_wizard(people.TEAM, "make-clip")


def _finish_draft(world: World) -> None:
    world.title = world.say("Continue a pattern in the planning", "Een patroon doorzetten in de planning")
    app = world.app
    app.write("title", world.title)
    summary = world.say("Fill a week in one go with Ctrl+E.", "Met Ctrl+E vul je een week in één keer.")
    app.write("summary", summary)
    experience = world.say("Five years of planning at two sites", "Vijf jaar planning op twee locaties")
    app.write("experience", experience)


def _stop_hub(world: World) -> None:
    world.hub_running.close()


def _ask_for_review(world: World) -> None:
    world.app.press("askForReview")
    world.wait_for_clip(lambda clip: clip.review is ReviewState.SUBMITTED, "the draft in the outbox", 15.0)
    world.app.press("navOutbox")
    world.app.root.find_id("offline", 15.0)
    with world.store() as store:
        clip = world.clip(store)
        world.offline_was_queued = clip.to_hub is DeliveryState.WAITING and clip.submitted_at is not None


def _start_hub_again(world: World) -> None:
    world.hub_running.enter_context(running(world.hub))


def _arrive(world: World) -> None:
    world.wait_for_clip(lambda clip: clip.to_hub is DeliveryState.POSTED, "the item at the hub", 60.0)


def _ask_for_a_change(world: World) -> None:
    curator = world.browsers[world.cast.curator.email] = people.sign_in(world.hub.url, world.cast.curator)
    wish = world.say("Say in the title which key it is.", "Zeg in de titel welke toets het is.")
    comments = {"clear": wish, "comment": wish}
    people.judge(curator, _item(world), "request_changes", {"clear": 2, "correct": 4, "applicable": 3}, comments)


def _see_the_wish(world: World) -> None:
    world.app.look_now()
    world.wait_for_clip(lambda clip: clip.review is ReviewState.CHANGES_REQUESTED, "the curator's wish", 60.0)
    world.app.open_first_item()
    world.app.root.find_id("changesAsked", 10.0)


def _change_and_ask_again(world: World) -> None:
    world.title = world.say("Ctrl+E continues a pattern in the planning", "Ctrl+E zet een patroon voort in de planning")
    world.app.write("title", world.title)
    world.app.press("askForReview")
    sent = DeliveryState.POSTED
    world.wait_for_clip(
        lambda clip: clip.review is ReviewState.SUBMITTED and clip.to_hub is sent, "the new version at the hub", 60.0
    )


def _approve(world: World) -> None:
    curator = world.browsers[world.cast.curator.email]
    people.judge(curator, _item(world), "approve", {"clear": 4, "correct": 4, "applicable": 3}, {})


def _find_on_board(world: World) -> None:
    reader = people.sign_in(world.hub.url, world.cast.reader)
    address = f"/items/{_item(world)}"
    wait_until(
        lambda: address in " ".join(reader.open("/?q=Ctrl%2BE").links), "the item on the board", 30.0, every_s=0.3
    )
    page = reader.open(address)
    people.play(reader, page)
    world.board_url = page.url


def _post(world: World) -> None:
    if not world.receiver.wait_for({"slack", "teams"}, 30.0):
        raise Impossible(Bilingual(en="The channels got no post.", nl="De kanalen kregen geen bericht."))


def _hear_of_it(world: World) -> None:
    world.app.look_now()
    world.wait_for_clip(lambda clip: clip.review is ReviewState.PUBLISHED, "published, in the app", 60.0)


def _close(world: World) -> None:
    world.app_running.close()
    world.hub_running.close()


def _item(world: World) -> str:
    with world.store() as store:
        return world.clip(store).id


def _step(name: str, english: str, dutch: str, do: Callable[[World], None]) -> Step:
    return Step(name, Bilingual(en=english, nl=dutch), do)


STEPS: Final = (
    _step("stage", "Screen, tray, keyring, microphone", "Scherm, systeemvak, sleutelbos, microfoon", _set_the_stage),
    _step("hub_first_start", "The hub starts for the first time", "De hub start voor het eerst", _start_hub_first),
    _step(
        "people",
        "The owner invites people and adds channels",
        "De beheerder nodigt uit, voegt kanalen toe",
        _bring_people,
    ),
    _step("app_start", "The app starts", "De app start", _start_app),
    _step("connect", "The maker connects the app to the hub", "De maker verbindt de app met de hub", _connect),
    _step("record", "Record from the tray, speak, stop", "Opnemen vanuit het systeemvak, praten, stoppen", _record),
    _step("wizard", "The wizard recommends a format", "De wizard raadt een vorm aan", _ask_the_wizard),
    _step("draft", "The draft gets its words", "Het concept krijgt zijn woorden", _finish_draft),
    _step("hub_stop", "The hub goes down", "De hub gaat uit", _stop_hub),
    _step("ask_offline", "Asked for review: it waits", "Beoordeling gevraagd: het wacht", _ask_for_review),
    _step("hub_start", "The hub is back", "De hub is terug", _start_hub_again),
    _step("arrive", "It was sent by itself", "Het is vanzelf verzonden", _arrive),
    _step("request_changes", "The curator asks for a change", "De curator vraagt een aanpassing", _ask_for_a_change),
    _step("see_wish", "The maker sees the wish in the app", "De maker ziet de wens in de app", _see_the_wish),
    _step("ask_again", "Changed, and asked again", "Aangepast, en opnieuw gevraagd", _change_and_ask_again),
    _step("approve", "The curator approves", "De curator keurt goed", _approve),
    _step("board", "A colleague finds and plays it", "Een collega vindt het en speelt het af", _find_on_board),
    _step("channels", "Posted to Slack and Teams", "Geplaatst in Slack en Teams", _post),
    _step(
        "published",
        "The maker reads that it is on the board",
        "De maker leest dat het op het leerbord staat",
        _hear_of_it,
    ),
    _step("close", "App and hub close", "App en hub sluiten", _close),
)
