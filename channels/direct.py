"""Posting straight from the maker to a channel, without a hub: which addresses are taken, and what became of a post."""

from __future__ import annotations

from typing import Final, assert_never

from channels import direct_slack, direct_teams, shared_folder, slack_bot, webhook
from channels.addresses import allowed_by_kind
from channels.direct_post import CARRIES_FILES, KIND_NAMES, REPEATABLE, DirectKind, DirectPost, Egress
from channels.posting import Outcome, in_words, judge_slack, judge_teams
from core.clock import Clock, utc_now
from core.errors import Malformed
from core.language import Bilingual

__all__ = ["CARRIES_FILES", "KIND_NAMES", "REPEATABLE", "DirectKind", "DirectPost", "Egress", "check", "send"]


def check(kind: DirectKind | str, address: str, egress: Egress | None = None) -> None:
    """Nothing, for an address of this kind; Malformed, with advice, for any other. No secret is in the message.

    Addresses that `egress` allows by name and port pass without being the service's own.
    """
    match _kind(kind):
        case DirectKind.SLACK_WEBHOOK:
            _check_webhook("slack", address, egress)
        case DirectKind.TEAMS:
            _check_webhook("teams", address, egress)
        case DirectKind.SLACK_BOT:
            slack_bot.read_address(address, egress)
        case DirectKind.WEBHOOK:
            webhook.read_address(address, egress)
        case DirectKind.FOLDER:
            shared_folder.check(address)
        case never:
            assert_never(never)


def send(kind: DirectKind | str, address: str, post: DirectPost, egress: Egress, clock: Clock = utc_now) -> Outcome:
    """Post once and judge the answer. Never raises for what a service, a disk or the network does."""
    kind = _kind(kind)
    return in_words(lambda: _send(kind, address, post, egress, clock))


def _send(kind: DirectKind, address: str, post: DirectPost, egress: Egress, clock: Clock) -> Outcome:
    match kind:
        case DirectKind.SLACK_WEBHOOK:
            _check_webhook("slack", address, egress)
            return judge_slack(egress.post_json(address, direct_slack.payload(post)))
        case DirectKind.TEAMS:
            _check_webhook("teams", address, egress)
            return judge_teams(egress.post_json(address, direct_teams.payload(post)))
        case DirectKind.SLACK_BOT:
            return slack_bot.post(address, post, egress)
        case DirectKind.WEBHOOK:
            return webhook.post(address, post, egress, clock)
        case DirectKind.FOLDER:
            return shared_folder.post(address, post, clock)
        case never:
            assert_never(never)


def _check_webhook(service: str, url: str, egress: Egress | None) -> None:
    if egress is None or not egress.allows(url):
        allowed_by_kind(service, url)


def _kind(kind: DirectKind | str) -> DirectKind:
    try:
        return DirectKind(kind)
    except ValueError:
        raise Malformed(_UNKNOWN_KIND) from None


_UNKNOWN_KIND: Final = Bilingual(en="Vonk does not know this kind of channel.", nl="Vonk kent dit soort kanaal niet.")
