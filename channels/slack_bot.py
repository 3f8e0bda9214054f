"""Slack with a bot's token: the clip and the pictures themselves, played in the channel, with their words beside them.

Until the last call nothing is shown in the channel, so whatever goes wrong before it may simply be done again. Of the
last call (`files.completeUploadExternal`, or `chat.postMessage` where there is no file) no answer means: ask a person.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urljoin, urlsplit

from channels import direct_slack
from channels.card import one_line
from channels.direct_post import DirectPost, Egress
from channels.posting import Answer, Outcome
from channels.reasons import REASONS
from channels.shared_folder import names_of
from channels.slack_words import judge_word
from core.canonical import Json
from core.content import BlobRef, SlidesBody, TipBody
from core.delivery import DeliveryAction
from core.errors import Malformed, Unclear
from core.language import Bilingual

API: Final = "https://slack.com/api/"
UPLOADS: Final = "files.slack.com"
LARGEST_ANSWER: Final = 512 * 1024
LONGEST_TITLE: Final = 120
LONGEST_ALT: Final = 500
_TOKEN: Final = re.compile(r"xoxb-[A-Za-z0-9-]{8,250}\Z")
_CHANNEL: Final = re.compile(r"[CGD][A-Z0-9]{8,20}\Z")


@dataclass(frozen=True, slots=True)
class Address:
    token: str
    channel: str
    api: str = API

    def __repr__(self) -> str:
        return f"Address(channel={self.channel!r})"


@dataclass(frozen=True, slots=True)
class _Said:
    """Slack's answer to one call. `trouble` is None where it worked, else what becomes of the post."""

    status: int
    values: Mapping[str, object]
    trouble: Outcome | None = None

    @property
    def word(self) -> str:
        return str(self.values.get("error", ""))


def read_address(text: str, egress: Egress | None = None) -> Address:
    """Token and channel; Malformed, with advice, for anything but `{"token": "xoxb-...", "channel": "C..."}`.

    `api` may stand there too, for a place that `egress` allows by name.
    """
    try:
        said = json.loads(text)
        token, channel, api = said["token"], said["channel"], said.get("api", API)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise Malformed(_NO_ADDRESS, _GIVE_BOTH) from None
    if not isinstance(token, str) or not _TOKEN.match(token):
        raise Malformed(_NO_TOKEN, _GIVE_BOTH)
    if not isinstance(channel, str) or not _CHANNEL.match(channel):
        raise Malformed(_NO_CHANNEL, _CHANNEL_ID)
    if api != API and not (isinstance(api, str) and egress is not None and egress.allows(api)):
        raise Malformed(_NO_ADDRESS, _GIVE_BOTH)
    return Address(token, channel, api)


def post(address: str, post: DirectPost, egress: Egress) -> Outcome:
    """Upload what there is, then show it in the channel, once."""
    where = read_address(address, egress)
    names = names_of(post)
    if not all(_is_here(post, blob) for blob in names):
        return Outcome(DeliveryAction.FAIL, reason=_BYTES_MISSING)
    if not names:
        message = {"channel": where.channel, **_quiet(direct_slack.payload(post, with_files=True))}
        return _show(where, egress, "chat.postMessage", message)
    uploaded: list[Json] = []
    for number, (blob, name) in enumerate(names.items(), 1):
        file_id = _upload(where, egress, post, blob, name)
        if isinstance(file_id, Outcome):
            return file_id
        uploaded.append({"id": file_id, "title": _title_of(post, number, len(names))})
    shown: dict[str, Json] = {"files": uploaded, "channel_id": where.channel, "blocks": direct_slack.comment(post)}
    return _show(where, egress, "files.completeUploadExternal", shown)


def _is_here(post: DirectPost, blob: BlobRef) -> bool:
    try:
        return blob.sha256 in post.files and post.files[blob.sha256].stat().st_size == blob.size
    except OSError:
        return False


def _quiet(message: dict[str, Json]) -> dict[str, Json]:
    # No preview of a recommendation's link is fetched by Slack: the card says what there is to say.
    return {**message, "unfurl_links": False, "unfurl_media": False}


def _title_of(post: DirectPost, number: int, of: int) -> str:
    title = one_line(post.content.title, LONGEST_TITLE) or post.content.format.value
    return title if of == 1 else f"{number}. {title}"


def _upload(where: Address, egress: Egress, post: DirectPost, blob: BlobRef, name: str) -> str | Outcome:
    """The id of the file that Slack now holds and shows to nobody yet."""
    fields = {"filename": name, "length": str(blob.size)}
    if alt := _alt_of(post, blob):
        fields["alt_txt"] = alt
    try:
        asked = _call(where, egress, "files.getUploadURLExternal", fields, shows=False)
        if asked.trouble is not None:
            return asked.trouble
        url, file_id = asked.values.get("upload_url"), asked.values.get("file_id")
        if not isinstance(url, str) or not isinstance(file_id, str) or not _may_upload_to(where, url, egress):
            return Outcome(DeliveryAction.FAIL, asked.status, reason=_STRANGE)
        answer = egress.post_file(url, post.files[blob.sha256], blob.size)
    except Unclear:
        return Outcome(DeliveryAction.POSTPONE, reason=_NO_ANSWER_YET)
    if answer.status == 200:
        return file_id
    reason = REASONS["slow_down" if answer.status == 429 else "service_down"]
    return Outcome(DeliveryAction.POSTPONE, answer.status, answer.retry_after, reason)


def _may_upload_to(where: Address, url: str, egress: Egress) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    if where.api != API and egress.allows(url):
        return True
    return parts.scheme == "https" and parts.netloc == UPLOADS


def _alt_of(post: DirectPost, blob: BlobRef) -> str:
    body = post.content.body
    if isinstance(body, TipBody) and body.picture == blob:
        return one_line(body.alt, LONGEST_ALT)
    if isinstance(body, SlidesBody):
        return next((one_line(slide.alt, LONGEST_ALT) for slide in body.slides if slide.picture == blob), "")
    return ""


def _show(where: Address, egress: Egress, method: str, message: Mapping[str, Json]) -> Outcome:
    """Show it; where the app is not in the channel yet, join that once and show it then."""
    shown = _call(where, egress, method, message, shows=True)
    if shown.word == "not_in_channel":
        try:
            joined = _call(where, egress, "conversations.join", {"channel": where.channel}, shows=False)
        except Unclear:
            return Outcome(DeliveryAction.POSTPONE, reason=_NO_ANSWER_YET)
        if joined.trouble is not None:
            passing = joined.trouble.action is DeliveryAction.POSTPONE
            return joined.trouble if passing or shown.trouble is None else shown.trouble
        shown = _call(where, egress, method, message, shows=True)
    return shown.trouble or Outcome(DeliveryAction.CONFIRM, shown.status)


def _call(where: Address, egress: Egress, method: str, fields: Mapping[str, Json], *, shows: bool) -> _Said:
    """What Slack said. Unclear when nobody answered."""
    url = urljoin(where.api, method)
    headers = {"Authorization": f"Bearer {where.token}"}
    # Every method takes a form; of some, JSON earned `invalid_arguments`.
    answer = egress.post_form(url, {key: _as_field(value) for key, value in fields.items()}, headers, LARGEST_ANSWER)
    values = _values_of(answer)
    if answer.status == 429 or (values is None and answer.status == 503):
        reason = REASONS["slow_down" if answer.status == 429 else "service_down"]
        later = Outcome(DeliveryAction.POSTPONE, answer.status, answer.retry_after, reason)
        return _Said(answer.status, {}, later)
    if values is None:
        return _Said(answer.status, {}, _judge_nonsense(answer, shows=shows))
    said = _Said(answer.status, values)
    if values.get("ok") is True and answer.status == 200:
        return said
    return replace(said, trouble=judge_word(said.word, answer.status, answer.retry_after, shows=shows))


def _judge_nonsense(answer: Answer, *, shows: bool) -> Outcome:
    """No JSON of Slack's: a gateway's page, or not Slack at all."""
    if 300 <= answer.status < 500 and answer.status != 408:
        return Outcome(DeliveryAction.FAIL, answer.status, reason=REASONS["refused"].format(status=answer.status))
    if shows:
        return Outcome(DeliveryAction.DOUBT, answer.status, reason=REASONS["strange_answer"])
    return Outcome(DeliveryAction.POSTPONE, answer.status, answer.retry_after, REASONS["service_down"])


def _values_of(answer: Answer) -> Mapping[str, object] | None:
    try:
        values = json.loads(answer.body)
    except (ValueError, RecursionError):
        return None
    return values if isinstance(values, dict) and isinstance(values.get("ok"), bool) else None


def _as_field(value: Json) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


_NO_ADDRESS: Final = Bilingual(
    en="This is not how a channel of a Slack app is given.", nl="Zo wordt een kanaal van een Slack-app niet opgegeven."
)
_GIVE_BOTH: Final = Bilingual(
    en="Give the app's bot token, which begins with xoxb-, and the id of the channel.",
    nl="Geef het bot-token van de app, dat met xoxb- begint, en het id van het kanaal.",
)
_NO_TOKEN: Final = Bilingual(en="This is not a bot token of Slack.", nl="Dit is geen bot-token van Slack.")
_NO_CHANNEL: Final = Bilingual(
    en="This is not the id of a Slack channel.", nl="Dit is niet het id van een Slack-kanaal."
)
_CHANNEL_ID: Final = Bilingual(
    en="It begins with C and stands at the bottom of the channel's details in Slack.",
    nl="Het begint met een C en staat onderaan de gegevens van het kanaal in Slack.",
)
_STRANGE: Final = Bilingual(
    en="Slack named a place for the file that is not Slack's own. Nothing was sent there.",
    nl="Slack noemde een plek voor het bestand die niet van Slack is. Daar is niets heen gestuurd.",
)
_BYTES_MISSING: Final = Bilingual(
    en="The recording or a picture is not whole on this computer. Nothing was posted.",
    nl="De opname of een plaatje is niet heel op deze computer. Er is niets geplaatst.",
)
_NO_ANSWER_YET: Final = Bilingual(
    en="Slack did not answer in time. Nothing was shown yet; it is sent again by itself.",
    nl="Slack antwoordde niet op tijd. Er is nog niets getoond; het gaat vanzelf opnieuw.",
)
