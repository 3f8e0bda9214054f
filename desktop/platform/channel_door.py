"""The addresses of channels in the keyring, and a try at each: loaded when first needed, on a lane."""

from __future__ import annotations

import os
from collections.abc import Callable
from threading import Lock
from typing import TYPE_CHECKING, Final

from core.canonical import publish_key
from core.draft import random_id
from core.errors import NotFound
from core.language import Bilingual, Language

if TYPE_CHECKING:
    from channels.posting import Outcome
    from desktop.presenters.ports import Channel
    from drafts.store import Store
    from sync.credentials import ChannelSecrets
    from web.egress import Egress

_NO_VERSION: Final = "0" * 64


class ChannelsOnDemand:
    """Satisfies `ChannelDoor`. One for the whole app: what no keyring keeps is in its memory."""

    def __init__(self, identity: str, store: Callable[[], Store], language: Callable[[], Language]) -> None:
        """`identity` is the data folder's. `language` is that of a test."""
        self._identity, self._store, self._language = identity, store, language
        self._one_at_a_time = Lock()
        self._secrets: ChannelSecrets | None = None

    @property
    def secrets(self) -> ChannelSecrets:
        from sync.credentials import ChannelSecrets, service_name

        with self._one_at_a_time:
            if self._secrets is None:
                self._secrets = ChannelSecrets(service_name(self._identity))
            return self._secrets

    @property
    def egress(self) -> Egress:
        from desktop.platform.posting import egress_for

        return egress_for(os.environ)

    def check(self, kind: str, address: str) -> None:
        from channels import direct

        direct.check(kind, address, self.egress)

    def keep(self, channel_id: str, address: str) -> bool:
        return self.secrets.keep(channel_id, address)

    def has(self, channel_id: str) -> bool:
        return self.secrets.load(channel_id) is not None

    def forget(self, channel_id: str) -> None:
        self.secrets.forget(channel_id)

    def test(self, channel: Channel) -> Outcome:
        from desktop.platform.person_name import person_name
        from desktop.platform.posting import sender_over
        from sync.posting import send_test

        folder = channel.kind == "folder"
        address = channel.place if folder else self.secrets.load(channel.id)
        if address is None:
            raise NotFound(_NO_ADDRESS, _GIVE_IT)
        maker = self._store().post_queue.maker() or person_name()
        # In a folder the next test takes the place of the last one; elsewhere each is a message of its own.
        key = publish_key(channel.id if folder else random_id(), _NO_VERSION)
        return send_test(sender_over(self.egress), channel.kind, address, maker, self._language(), key)


_NO_ADDRESS: Final = Bilingual(
    en="The address of this channel is not in your keyring.",
    nl="Het adres van dit kanaal staat niet in je sleutelbos.",
)
_GIVE_IT: Final = Bilingual(
    en="Nothing was posted. Give the address once more in Settings > Channels.",
    nl="Er is niets geplaatst. Geef het adres nog eens bij Instellingen > Kanalen.",
)
