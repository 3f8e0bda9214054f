"""What goes straight from the maker to a channel, without a hub in between: the post, and the way out it needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Final, Protocol

from channels.posting import Answer
from core.canonical import Json
from core.content import Content
from core.language import Bilingual


class DirectKind(StrEnum):
    SLACK_WEBHOOK = "slack_webhook"
    SLACK_BOT = "slack_bot"
    TEAMS = "teams"
    WEBHOOK = "webhook"
    FOLDER = "folder"


KIND_NAMES: Final[Mapping[DirectKind, Bilingual]] = {
    DirectKind.SLACK_WEBHOOK: Bilingual(en="Slack, text only", nl="Slack, alleen tekst"),
    DirectKind.SLACK_BOT: Bilingual(en="Slack, with the clip", nl="Slack, met de clip"),
    DirectKind.TEAMS: Bilingual(en="Teams", nl="Teams"),
    DirectKind.WEBHOOK: Bilingual(en="Webhook", nl="Webhook"),
    DirectKind.FOLDER: Bilingual(en="Folder", nl="Map"),
}

REPEATABLE: Final = frozenset({DirectKind.FOLDER, DirectKind.WEBHOOK})
"""Where sending twice is harmless: a folder keeps one copy of a key, a webhook's receiver sees the same webhook-id."""

CARRIES_FILES: Final = frozenset({DirectKind.FOLDER, DirectKind.SLACK_BOT})
"""Where the clip and the pictures themselves go along; `DirectPost.files` must hold every one of them there."""


@dataclass(frozen=True, slots=True)
class DirectPost:
    """One version of an item for one channel. `files` tells where the bytes of a blob are on this machine.

    `key` is the publish key (`core.canonical.publish_key`): the same key is the same post, however often it is sent.
    """

    key: str
    content: Content
    maker: str
    team_names: tuple[str, ...] = ()
    files: Mapping[str, Path] = field(default_factory=dict)
    is_test: bool = False


class Egress(Protocol):
    """The way out. Every `post_` raises AddressRefused or Unsent when nothing left, Unclear when nobody answered."""

    def allows(self, url: str) -> bool: ...
    def post_json(
        self, url: str, payload: Mapping[str, Json], headers: Mapping[str, str] | None = None, largest: int = ...
    ) -> Answer: ...
    def post_form(
        self, url: str, fields: Mapping[str, str], headers: Mapping[str, str] | None = None, largest: int = ...
    ) -> Answer: ...
    def post_bytes(self, url: str, body: bytes, headers: Mapping[str, str]) -> Answer: ...
    def post_file(self, url: str, path: Path, size: int, headers: Mapping[str, str] | None = None) -> Answer: ...
