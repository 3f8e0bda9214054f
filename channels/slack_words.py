"""What Slack's web API means by a word: it answers `{"ok": false, "error": WORD}` with status 200. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from channels.posting import Outcome
from channels.reasons import REASONS, SLACK_WORDS
from core.delivery import DeliveryAction
from core.language import Bilingual

PASSING: Final = frozenset(
    {"ratelimited", "rate_limited", "service_unavailable", "request_timeout", "team_added_to_org"}
)
"""Nothing was done, and it passes by itself."""

HALF_DONE: Final = frozenset({"internal_error", "fatal_error"})
"""Slack says of these that a part may have been done: safe to repeat before anything is shown, a doubt after."""

_CONNECT: Final = Bilingual(
    en="Slack no longer knows the app. Connect the channel again.",
    nl="Slack kent de app niet meer. Koppel het kanaal opnieuw.",
)
_SCOPE: Final = Bilingual(
    en="The app may not do this in Slack. It needs files:write, chat:write and channels:join.",
    nl="De app mag dit niet in Slack. Nodig zijn files:write, chat:write en channels:join.",
)
_INVITE: Final = Bilingual(
    en="The app is not in the channel. Invite it there in Slack, then send it again.",
    nl="De app zit niet in het kanaal. Nodig hem daar uit in Slack en verstuur het daarna opnieuw.",
)
_CHANNEL: Final = Bilingual(
    en="Slack does not know this channel, or the app may not see it. Choose the channel again.",
    nl="Slack kent dit kanaal niet, of de app mag het niet zien. Kies het kanaal opnieuw.",
)
_ARCHIVED: Final = SLACK_WORDS["channel_is_archived"]
_FORBIDDEN: Final = SLACK_WORDS["action_prohibited"]
_OUR_FAULT: Final = SLACK_WORDS["invalid_payload"]
_NO_FILES: Final = Bilingual(
    en="Slack does not take this file here. Post it as text only, or make it smaller.",
    nl="Slack neemt dit bestand hier niet aan. Plaats het als alleen tekst, of maak het kleiner.",
)
_FULL: Final = Bilingual(
    en="Slack has no room left for files. Tell the administrator of Slack.",
    nl="Slack heeft geen ruimte meer voor bestanden. Meld het aan de beheerder van Slack.",
)
_OTHER: Final = Bilingual(
    en="Slack refused the message ({word}). Let the administrator of Slack look at it.",
    nl="Slack weigerde het bericht ({word}). Laat de beheerder van Slack ernaar kijken.",
)

_MEANINGS: Final[tuple[tuple[Bilingual, str], ...]] = (
    (_CONNECT, "invalid_auth not_authed token_revoked token_expired account_inactive org_login_required"),
    (_SCOPE, "missing_scope not_allowed_token_type method_not_supported_for_channel_type"),
    (_INVITE, "not_in_channel channel_is_private cant_invite_self"),
    (_CHANNEL, "channel_not_found invalid_channel channel_is_limited_access posting_to_channel_denied"),
    (_ARCHIVED, "is_archived channel_is_archived"),
    (_FORBIDDEN, "no_permission access_denied restricted_action restricted_action_read_only_channel ekm_access_denied"),
    (_FORBIDDEN, "team_access_not_granted posting_to_general_channel_denied enterprise_is_restricted"),
    (_NO_FILES, "file_uploads_disabled file_uploads_except_images_disabled file_upload_size_restricted"),
    (_NO_FILES, "file_type_not_allowed file_upload_size_limit_exceeded"),
    (_FULL, "storage_limit_reached over_file_storage_limit"),
    (_OUR_FAULT, "invalid_arguments invalid_blocks invalid_blocks_format msg_blocks_too_long msg_too_long no_text"),
    (_OUR_FAULT, "invalid_form_data invalid_post_type missing_post_type invalid_json json_not_object"),
    (_OUR_FAULT, "missing_argument length_too_small unknown_snippet_type"),
)
REFUSALS: Final[Mapping[str, Bilingual]] = {word: reason for reason, words in _MEANINGS for word in words.split()}


def judge_word(word: str, status: int, retry_after_s: float | None, *, shows: bool) -> Outcome:
    """What becomes of the post. `shows` tells that this call is the one that puts it in the channel."""
    if word in PASSING:
        reason = REASONS["slow_down" if word in ("ratelimited", "rate_limited") else "service_down"]
        return Outcome(DeliveryAction.POSTPONE, status, retry_after_s, reason)
    if word in HALF_DONE:
        if shows:
            return Outcome(DeliveryAction.DOUBT, status, reason=REASONS["unclear"])
        return Outcome(DeliveryAction.POSTPONE, status, retry_after_s, REASONS["service_down"])
    plain = word if word.isascii() and word.replace("_", "").isalnum() and len(word) <= 60 else "?"
    return Outcome(DeliveryAction.FAIL, status, reason=REFUSALS.get(word, _OTHER.format(word=plain)))
