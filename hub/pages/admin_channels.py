"""Managing channels: adding, testing, removing, and what became of the posts. For admins."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse, Response
from sqlalchemy import Connection, select

from channels.posting import post
from core.delivery import DeliveryAction, DeliveryState
from core.errors import AppError, Refused
from core.language import NOTHING, Bilingual
from core.status import channel_status
from hub import channels, teams
from hub.access import Action, Person, may
from hub.items import facts_of
from hub.pages.admin import sections
from hub.pages.mine import Post, resolve
from hub.pages.visiting import Here, Visit
from hub.posting import greeting
from hub.problems import as_problem
from hub.schema import channels as channels_table
from hub.schema import deliveries, versions
from web.egress import Egress

router = APIRouter(include_in_schema=False)

SERVICES: Final = {"slack": "Slack", "teams": "Microsoft Teams"}
_LATEST: Final = 30

_DONE: Final = {
    "added": Bilingual(
        en="The channel is there. Send a test to be sure.", nl="Het kanaal is er. Stuur een proefbericht."
    ),
    "removed": Bilingual(en="Nothing is posted there any more.", nl="Daar wordt niets meer geplaatst."),
    "posted": Bilingual(en="The test stands in the channel.", nl="Het proefbericht staat in het kanaal."),
    "noted": Bilingual(en="Noted.", nl="Genoteerd."),
    "handed_over": Bilingual(
        en="The service took the test over. Look whether it stands in the channel.",
        nl="De dienst nam het proefbericht over. Kijk of het in het kanaal staat.",
    ),
}
_TEST_FAILED: Final = Bilingual(en="The test did not arrive.", nl="Het proefbericht kwam niet aan.")
_HIDDEN: Final = Bilingual(en="A learning moment meant for others", nl="Een leermoment dat voor anderen is bedoeld")


@dataclass(frozen=True, slots=True)
class ChannelForm:
    """What was typed, without the address: that is a secret and is not sent back."""

    name: str = ""
    kind: str = "slack"
    team: str = ""


@dataclass(frozen=True, slots=True)
class ChannelRow:
    id: str
    name: str
    service: str
    team: str | None


@router.get("/admin/channels")
def show_channels(visit: Here, done: str = "") -> Response:
    return _page(visit, done=_DONE.get(done))


@router.post("/admin/channels")
def change_channels(
    visit: Here,
    do: Annotated[str, Form(max_length=20)],
    name: Annotated[str, Form(max_length=200)] = "",
    kind: Annotated[str, Form(max_length=20)] = "",
    address: Annotated[str, Form(max_length=2000)] = "",
    team: Annotated[str, Form(max_length=36)] = "",
    channel: Annotated[str, Form(max_length=36)] = "",
    delivery: Annotated[str, Form(max_length=36)] = "",
) -> Response:
    """`do`: add, test or remove a channel, or say what became of an uncertain post."""
    form = ChannelForm(name, kind, team)
    try:
        match do:
            case "add":
                done = _add(visit, form, address)
            case "test":
                done = _test(visit, channel)
            case "remove":
                done = _remove(visit, channel)
            case _:
                resolve(visit, delivery, do)
                done = "noted"
    except AppError as error:
        return _page(visit, problem=error, form=form if do == "add" else None)
    return RedirectResponse(f"/admin/channels?done={done}", status_code=303)


def _add(visit: Visit, form: ChannelForm, address: str) -> str:
    """The address is checked, kept encrypted, and never shown again."""
    visit.hub.check_address(form.kind, address)
    with visit.database.write() as db:
        channels.add_channel(
            db,
            visit.hub.box,
            visit.now,
            name=form.name,
            kind=form.kind,
            address=address,
            team_id=form.team or None,
            by=visit.person.id,
        )
    return "added"


def _test(visit: Visit, channel_id: str) -> str:
    """Post a greeting. Refused, with the reason, where it did not arrive."""
    with visit.database.read() as db:
        channel = channels.channel_named(db, channel_id)
        address = channels.address_of(db, visit.hub.box, channel.id)
    settings = visit.hub.settings
    outcome = post(channel.kind, address, greeting(settings), Egress(allow=settings.allow_webhooks))
    match outcome.action:
        case DeliveryAction.CONFIRM:
            return "posted"
        case DeliveryAction.HAND_OVER:
            return "handed_over"
    raise Refused(_TEST_FAILED, outcome.reason or NOTHING)


def _remove(visit: Visit, channel_id: str) -> str:
    with visit.database.write() as db:
        found = channels.channel_named(db, channel_id)
        channels.remove_channel(db, visit.now, found.id, by=visit.person.id)
    return "removed"


def latest_posts(db: Connection, person: Person, hidden: str) -> tuple[Post, ...]:
    """The newest posts to channels, and every one that asks for a person's eye, however old.

    An admin does not learn the title of what is not meant for them.
    """
    newest = select(deliveries.c.id).order_by(deliveries.c.at.desc(), deliveries.c.id).limit(_LATEST)
    asks = deliveries.c.state == DeliveryState.UNCERTAIN.value
    rows = db.execute(
        select(deliveries, versions.c.title, channels_table.c.name)
        .join(versions, versions.c.sequence == deliveries.c.version)
        .join(channels_table, channels_table.c.id == deliveries.c.channel)
        .where(asks | deliveries.c.id.in_(newest))
        .order_by(deliveries.c.at.desc(), deliveries.c.id)
    )
    return tuple(
        Post(
            id=row.id,
            title=row.title if may(person, Action.SEE, facts_of(db, row.version)) else hidden,
            channel=row.name,
            status=channel_status(DeliveryState(row.state)),
            reason=Bilingual(**row.reason) if row.reason else None,
            at=row.at,
        )
        for row in rows.all()
    )


def _page(
    visit: Visit,
    *,
    done: Bilingual | None = None,
    problem: AppError | None = None,
    form: ChannelForm | None = None,
) -> Response:
    with visit.database.read() as db:
        all_teams = teams.all_teams(db)
        rows = channels.all_channels(db)
        posts = latest_posts(db, visit.person, _HIDDEN.in_(visit.language))
    doubtful = [post for post in posts if post.uncertain]
    return visit.page(
        "admin_channels.html",
        at="/admin",
        status=200 if problem is None else as_problem(problem).status,
        sections=sections("/admin/channels", len(doubtful)),
        done=done,
        problem=problem,
        form=form or ChannelForm(),
        teams=all_teams,
        channels=[ChannelRow(row.id, row.name, SERVICES[row.kind], row.team_name) for row in rows],
        doubtful=doubtful,
        posts=[post for post in posts if not post.uncertain],
    )
