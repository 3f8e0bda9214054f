"""A signed webhook of anyone's own: the item's manifest as JSON, in the way of Standard Webhooks.

The id and the body are the same at every attempt, so a receiver that keeps the ids takes each post once.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from channels.direct_post import DirectPost, Egress
from channels.posting import Answer, Outcome, judge_status
from channels.reasons import REASONS
from core.canonical import Json, canonical_json
from core.clock import Clock
from core.delivery import DeliveryAction
from core.errors import Malformed, Unclear
from core.language import Bilingual
from core.wire import content_to_json

EVENT: Final = "item.posted"
_PREFIX: Final = "whsec_"
_SHORTEST_SECRET: Final = 24
_LONGEST_SECRET: Final = 64


@dataclass(frozen=True, slots=True)
class Address:
    url: str
    key: bytes

    def __repr__(self) -> str:
        return "Address(...)"


def read_address(text: str, egress: Egress | None = None) -> Address:
    """Where to post and what to sign with; Malformed, with advice, for anything but `{"url": ..., "secret": ...}`."""
    try:
        said = json.loads(text)
        url, secret = said["url"], said["secret"]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise Malformed(_NO_ADDRESS, _GIVE_BOTH) from None
    if not isinstance(url, str) or not isinstance(secret, str):
        raise Malformed(_NO_ADDRESS, _GIVE_BOTH)
    _check_url(url, egress)
    return Address(url, _key_of(secret))


def _check_url(url: str, egress: Egress | None) -> None:
    if egress is not None and egress.allows(url):
        return
    try:
        parts = urlsplit(url)
    except ValueError:
        raise Malformed(_NO_ADDRESS, _GIVE_BOTH) from None
    if not parts.hostname or "@" in parts.netloc or not url.isprintable() or " " in url or "\\" in url:
        raise Malformed(_NO_ADDRESS, _GIVE_BOTH)
    if parts.scheme != "https":
        raise Malformed(_NOT_SAFE, _PUT_HTTPS)


def _key_of(secret: str) -> bytes:
    try:
        key = base64.b64decode(secret.strip().removeprefix(_PREFIX), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if not secret.strip().startswith(_PREFIX) or not _SHORTEST_SECRET <= len(key) <= _LONGEST_SECRET:
        raise Malformed(_NO_SECRET, _COPY_SECRET)
    return key


def event(post: DirectPost) -> dict[str, Json]:
    """What the receiver gets. The manifest names the clip and the pictures by their SHA-256; they do not come along."""
    item, _, version = post.key.partition(":")
    data: dict[str, Json] = {
        "key": post.key,
        "item": item,
        "hash": version,
        "maker": post.maker,
        "teams": list(post.team_names),
        "reviewed": False,
        "test": post.is_test,
        "content": content_to_json(post.content),
    }
    return {"type": EVENT, "data": data}


def message_id(key: str) -> str:
    """The webhook-id of a publish key: the same for ever."""
    return hashlib.sha256(key.encode("utf-8")).hexdigest()


def signature(key: bytes, webhook_id: str, timestamp: str, body: bytes) -> str:
    """The `webhook-signature` of a body, as Standard Webhooks has it."""
    signed = hmac.new(key, f"{webhook_id}.{timestamp}.".encode() + body, hashlib.sha256)
    return "v1," + base64.b64encode(signed.digest()).decode("ascii")


def post(address: str, post: DirectPost, egress: Egress, clock: Clock) -> Outcome:
    """Post once. No answer is a reason to post again: the receiver knows it by its id."""
    where = read_address(address, egress)
    body, webhook_id, timestamp = canonical_json(event(post)), message_id(post.key), str(int(clock().timestamp()))
    headers = {
        "Content-Type": "application/json",
        "webhook-id": webhook_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": signature(where.key, webhook_id, timestamp, body),
    }
    try:
        answer = egress.post_bytes(where.url, body, headers)
    except Unclear:
        return Outcome(DeliveryAction.POSTPONE, reason=_NO_ANSWER)
    return _judge(answer)


def _judge(answer: Answer) -> Outcome:
    if 200 <= answer.status < 300:
        return Outcome(DeliveryAction.CONFIRM, answer.status)
    return judge_status(answer, dict.fromkeys((401, 403, 404, 410), REASONS["gone"]))


_NO_ADDRESS: Final = Bilingual(en="This is not the address of a webhook.", nl="Dit is niet het adres van een webhook.")
_GIVE_BOTH: Final = Bilingual(
    en="Give the address that begins with https:// and its secret.",
    nl="Geef het adres dat met https:// begint en het geheim dat erbij hoort.",
)
_NOT_SAFE: Final = Bilingual(
    en="This address is not safe: it has no https.", nl="Dit adres is niet veilig: er staat geen https voor."
)
_PUT_HTTPS: Final = Bilingual(en="Put https:// in front.", nl="Zet er https:// voor.")
_NO_SECRET: Final = Bilingual(en="The secret is not whole.", nl="Het geheim is niet heel.")
_COPY_SECRET: Final = Bilingual(
    en="It begins with whsec_ and holds 24 to 64 bytes in base64. Copy it once more.",
    nl="Het begint met whsec_ en bevat 24 tot 64 bytes in base64. Kopieer het nog eens.",
)
_NO_ANSWER: Final = Bilingual(
    en="The receiver did not answer in time. It is sent again by itself, under the same number.",
    nl="De ontvanger antwoordde niet op tijd. Het gaat vanzelf opnieuw, onder hetzelfde nummer.",
)
