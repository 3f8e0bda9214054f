"""Channels and posts in memory, as the store keeps them, and a keyring that may be missing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from channels.direct import check
from channels.posting import Outcome
from core.delivery import DeliveryAction, DeliveryState, advance
from core.errors import Malformed, NotFound, Refused
from core.language import Bilingual
from core.review import Criterion
from core.wire import hash_of
from drafts.posts import NO_NAME, NO_NAME_HINT, NOT_CONFIRMED, NOT_CONFIRMED_HINT
from drafts.records import Channel, PostSummary

_NOW = datetime(2026, 11, 23, 14, 32, tzinfo=UTC)
NOT_THERE = Bilingual(en="Not there.", nl="Niet gevonden.")
NOT_TWICE = Bilingual(
    en="This version was posted in that channel before.", nl="Deze versie is al in dat kanaal geplaatst."
)


class MemoryChannels:
    """`drafts.store.Store`, as far as channels are concerned; `draft` is the rest's."""

    def __init__(self) -> None:
        self.kept_channels: dict[str, Channel] = {}
        self.kept_posts: dict[tuple[str, str, str], PostSummary] = {}

    def channels(self):
        return tuple(self.kept_channels.values())

    def add_channel(self, kind, name, place):
        if not name.strip():
            raise Malformed(NO_NAME, NO_NAME_HINT)
        channel = Channel(f"c{len(self.kept_channels) + 1}", kind, name, place, _NOW)
        self.kept_channels[channel.id] = channel
        return channel

    def remove_channel(self, channel_id):
        if self.kept_channels.pop(channel_id, None) is None:
            raise NotFound(NOT_THERE)

    def posts(self):
        return tuple(reversed(self.kept_posts.values()))

    def post(self, item_id, channel_id, criteria):
        if criteria != frozenset(Criterion):
            raise Refused(NOT_CONFIRMED, NOT_CONFIRMED_HINT)
        content, channel = self.draft(item_id).content, self.kept_channels[channel_id]
        key = (item_id, hash_of(content), channel_id)
        if key in self.kept_posts:
            raise Refused(NOT_TWICE)
        self.kept_posts[key] = PostSummary(
            *key[:2], content.title, content.format, channel_id, channel.name, channel.kind,
            DeliveryState.WAITING, None, _NOW, _NOW,
        )  # fmt: skip

    def become(self, item_id, channel_id, state, reason=None):
        """As the engine leaves it."""
        for key, post in self.kept_posts.items():
            if (post.item_id, post.channel_id) == (item_id, channel_id):
                self.kept_posts[key] = replace(post, state=state, reason=reason)

    def it_is_there(self, item_id, content_hash, channel_id):
        self._step((item_id, content_hash, channel_id), DeliveryAction.IT_IS_THERE)

    def post_again(self, item_id, content_hash, channel_id):
        self._step((item_id, content_hash, channel_id), DeliveryAction.SEND_AGAIN)

    def take_back_post(self, item_id, content_hash, channel_id):
        del self.kept_posts[item_id, content_hash, channel_id]

    def _step(self, key, action):
        post = self.kept_posts[key]
        self.kept_posts[key] = replace(post, state=advance(post.state, action), reason=None)


class MemoryDoor:
    """The real look at addresses; a keyring that keeps or does not; a service that answers what it is told to."""

    def __init__(self) -> None:
        self.keeps = True
        self.addresses: dict[str, str] = {}
        self.answer = Outcome(DeliveryAction.CONFIRM, 200)
        self.tests: list[str] = []

    def check(self, kind, address):
        check(kind, address)

    def keep(self, channel_id, address):
        self.addresses[channel_id] = address
        return self.keeps

    def has(self, channel_id):
        return channel_id in self.addresses

    def forget(self, channel_id):
        self.addresses.pop(channel_id, None)

    def test(self, channel):
        self.tests.append(channel.name)
        return self.answer
