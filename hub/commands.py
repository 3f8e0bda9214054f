"""The commands of `vonk-hub`. Each opens the same database as a running server does, in short transactions."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, Final

from core.clock import utc_now
from core.delivery import DeliveryAction
from core.formats import Format
from hub import channels, people, teams
from hub.access import Person, Role
from hub.audit import COMMAND_LINE
from hub.database import Database
from hub.secrets import SecretBox
from hub.serving import HUB_DATA, hub_settings, serve
from hub.settings import HubSettings

Answer = dict[str, Any]
Subparsers = Any
Run = Callable[[argparse.Namespace], Answer | None]


def _command(commands: Subparsers, name: str, help_: str, run: Run) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(name, help=help_)
    parser.add_argument("--data", type=Path, default=None, help=f"the hub's folder (else ${HUB_DATA}, else ./hub-data)")
    parser.add_argument("--json", action="store_true", help="one JSON object on one line, the last of standard output")
    parser.add_argument("--lang", choices=("nl", "en"), help="the language of messages")
    parser.set_defaults(run=run)
    return parser


def _group(commands: Subparsers, name: str, help_: str) -> Subparsers:
    return commands.add_parser(name, help=help_).add_subparsers(dest="action", required=True)


@contextmanager
def _hub(args: argparse.Namespace) -> Iterator[tuple[HubSettings, Database, SecretBox]]:
    from hub.starting import open_hub

    settings = hub_settings(args)
    database, box = open_hub(settings)
    try:
        yield settings, database, box
    finally:
        database.close()


def _add_serve(commands: Subparsers) -> None:
    parser = _command(commands, "serve", "start the hub", serve)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8400, help="0 picks a free one and prints it")
    parser.add_argument("--public-url", help="the address people see, when it is not the one listened on")
    parser.add_argument("--name", default="Vonk", help="what the hub calls itself, at its first start")
    parser.add_argument("--behind-proxy", action="store_true", help="a proxy in front does TLS")
    parser.add_argument("--tls-cert", type=Path)
    parser.add_argument("--tls-key", type=Path)
    parser.add_argument(
        "--allow-webhook", action="append", default=[], metavar="HOST:PORT", help="a channel address inside the network"
    )


def _add_invite(commands: Subparsers) -> None:
    parser = _command(commands, "invite", "make a one-time link for somebody", _invite)
    parser.add_argument("email")
    parser.add_argument("--name", default="")
    parser.add_argument("--role", choices=[role.value for role in Role], default=Role.AMBASSADOR.value)
    parser.add_argument("--team")


def _invite(args: argparse.Namespace) -> Answer:
    with _hub(args) as (settings, database, _), database.write() as db:
        team = teams.team_named(db, args.team) if args.team else None
        token = people.invite(
            db,
            utc_now(),
            name=args.name,
            email=args.email,
            role=Role(args.role),
            team_id=team.id if team else None,
        )
    return {"link": f"{settings.public_url}/welcome/{token}"}


def _add_user(commands: Subparsers) -> None:
    group = _group(commands, "user", "people: add, list, role, password, disable")
    add = _command(group, "add", "add somebody", _user_add)
    add.add_argument("email")
    add.add_argument("--name", required=True)
    add.add_argument("--role", action="append", choices=[role.value for role in Role], default=[])
    add.add_argument("--team", action="append", default=[])
    add.add_argument("--trust", action="append", choices=[format_.value for format_ in Format], default=[])
    _add_password(add)
    _command(group, "list", "everybody", _user_list)
    role = _command(group, "role", "give or take a role", _user_role)
    role.add_argument("email")
    role.add_argument("role", choices=[role.value for role in Role])
    role.add_argument("--team", help="curator of this team only")
    role.add_argument("--take", action="store_true")
    password = _command(group, "password", "set a password", _user_password)
    password.add_argument("email")
    _add_password(password)
    disable = _command(group, "disable", "somebody has left", _user_disable)
    disable.add_argument("email")


def _add_password(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--password-stdin", action="store_true", help="read the password from standard input")


def _password(args: argparse.Namespace) -> str:
    if args.password_stdin or not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    return getpass.getpass()


def _user_add(args: argparse.Namespace) -> Answer:
    password = _password(args)
    now = utc_now()
    with _hub(args) as (_, database, _box), database.write() as db:
        chosen = [teams.team_named(db, name) for name in args.team]
        added = people.add_person(
            db,
            now,
            name=args.name,
            email=args.email,
            password=password,
            roles=[Role(name) for name in args.role],
            by=COMMAND_LINE,
        )
        for team in chosen:
            teams.join(db, now, team.id, added.id, by=COMMAND_LINE)
        if args.trust:
            people.set_trust(db, now, added.id, [Format(name) for name in args.trust], by=COMMAND_LINE)
        return _row(people.person(db, added.id))


def _user_list(args: argparse.Namespace) -> Answer:
    with _hub(args) as (_, database, _box), database.read() as db:
        return {"people": [_row(person) for person in people.everybody(db)]}


def _user_role(args: argparse.Namespace) -> Answer:
    with _hub(args) as (_, database, _box), database.write() as db:
        who = people.person_by_email(db, args.email)
        team_id = teams.team_named(db, args.team).id if args.team else None
        change = people.take_role if args.take else people.give_role
        change(db, utc_now(), who.id, Role(args.role), team_id, by=COMMAND_LINE)
        return _row(people.person(db, who.id))


def _user_password(args: argparse.Namespace) -> Answer:
    password = _password(args)
    with _hub(args) as (_, database, _box), database.write() as db:
        who = people.person_by_email(db, args.email)
        people.set_password(db, utc_now(), who.id, password, by=COMMAND_LINE)
        return _row(who)


def _user_disable(args: argparse.Namespace) -> Answer:
    with _hub(args) as (_, database, _box), database.write() as db:
        who = people.person_by_email(db, args.email)
        people.disable(db, utc_now(), who.id, by=COMMAND_LINE)
        return _row(who)


def _row(person: Person) -> Answer:
    return {
        "id": person.id,
        "name": person.name,
        "email": person.email,
        "roles": sorted(role.value for role in person.roles),
        "teams": sorted(person.teams),
    }


def _add_team(commands: Subparsers) -> None:
    group = _group(commands, "team", "teams: add, list, join, leave")
    add = _command(group, "add", "add a team", _team_add)
    add.add_argument("name")
    _command(group, "list", "all teams", _team_list)
    for name, change in (("join", teams.join), ("leave", teams.leave)):
        parser = _command(group, name, f"somebody {name}s a team", partial(_team_change, change))
        parser.add_argument("team")
        parser.add_argument("email")


def _team_add(args: argparse.Namespace) -> Answer:
    with _hub(args) as (_, database, _box), database.write() as db:
        team = teams.add_team(db, utc_now(), args.name, by=COMMAND_LINE)
    return {"id": team.id, "name": team.name}


def _team_list(args: argparse.Namespace) -> Answer:
    with _hub(args) as (_, database, _box), database.read() as db:
        return {"teams": [{"id": team.id, "name": team.name, "people": team.people} for team in teams.all_teams(db)]}


def _team_change(change: Callable[..., None], args: argparse.Namespace) -> Answer:
    with _hub(args) as (_, database, _box), database.write() as db:
        team = teams.team_named(db, args.team)
        who = people.person_by_email(db, args.email)
        change(db, utc_now(), team.id, who.id, by=COMMAND_LINE)
        found = teams.team_named(db, team.id)
    return {"id": found.id, "name": found.name, "people": found.people}


def _add_channel(commands: Subparsers) -> None:
    group = _group(commands, "channel", "channels: add, list, test, remove")
    add = _command(group, "add", "add a channel; its address is read from standard input", _channel_add)
    add.add_argument("name")
    add.add_argument("--kind", required=True, choices=channels.KINDS)
    add.add_argument("--team", help="the team it belongs to; without one it is for everyone")
    add.add_argument("--url", help="the webhook's address (else standard input, which leaves no trace in a history)")
    _allowing(add)
    _command(group, "list", "all channels", _channel_list)
    test = _command(group, "test", "post a greeting", _channel_test)
    test.add_argument("channel")
    _allowing(test)
    remove = _command(group, "remove", "post there no more", _channel_remove)
    remove.add_argument("channel")


def _allowing(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--allow-webhook", action="append", default=[], metavar="HOST:PORT")


def _channel_add(args: argparse.Namespace) -> Answer:
    from channels.posting import check_address
    from web.egress import Egress

    address = (args.url or sys.stdin.readline()).strip()
    check_address(args.kind, address, Egress(allow=frozenset(args.allow_webhook)).allows)
    with _hub(args) as (_, database, box), database.write() as db:
        channel = channels.add_channel(
            db,
            box,
            utc_now(),
            name=args.name,
            kind=args.kind,
            address=address,
            team_id=args.team,
            by=COMMAND_LINE,
        )
    return _channel_row(channel)


def _channel_list(args: argparse.Namespace) -> Answer:
    with _hub(args) as (_, database, _box), database.read() as db:
        return {"channels": [_channel_row(channel) for channel in channels.all_channels(db)]}


def _channel_test(args: argparse.Namespace) -> Answer:
    from channels.posting import post
    from hub.posting import greeting
    from web.egress import Egress

    with _hub(args) as (settings, database, box):
        with database.read() as db:
            channel = channels.channel_named(db, args.channel)
            address = channels.address_of(db, box, channel.id)
        outcome = post(channel.kind, address, greeting(settings), Egress(allow=frozenset(args.allow_webhook)))
    arrived = outcome.action in (DeliveryAction.CONFIRM, DeliveryAction.HAND_OVER)
    reason = None if outcome.reason is None else outcome.reason.en
    return {"ok": arrived, "action": outcome.action.value, "status": outcome.status, "reason": reason}


def _channel_remove(args: argparse.Namespace) -> Answer:
    with _hub(args) as (_, database, _box), database.write() as db:
        channel = channels.channel_named(db, args.channel)
        channels.remove_channel(db, utc_now(), channel.id, by=COMMAND_LINE)
    return _channel_row(channel)


def _channel_row(channel: channels.Channel) -> Answer:
    return {"id": channel.id, "name": channel.name, "kind": channel.kind, "team": channel.team_name or "everyone"}


def _add_upkeep(commands: Subparsers) -> None:
    backup = _command(commands, "backup", "a whole, checked copy of everything", _backup)
    backup.add_argument("--to", type=Path, help="a folder that is not there yet (else DATA/backups/TIME)")
    _command(commands, "fsck", "compare rows and files", _fsck)


def _backup(args: argparse.Namespace) -> Answer:
    from hub.upkeep import back_up

    with _hub(args) as (settings, database, _):
        made = back_up(database, settings, utc_now(), args.to)
    return {"folder": str(made.folder), "blobs": made.blobs, "bytes": made.size}


def _fsck(args: argparse.Namespace) -> Answer:
    from hub.blobs import BlobFolder
    from hub.upkeep import check

    with _hub(args) as (settings, database, _):
        found = check(database, BlobFolder(settings.blobs))
    return {
        "ok": found.well,
        "database": found.database,
        "missing": list(found.missing),
        "damaged": list(found.damaged),
        "orphans": len(found.orphans),
    }


COMMANDS: Final = (_add_serve, _add_invite, _add_user, _add_team, _add_channel, _add_upkeep)
