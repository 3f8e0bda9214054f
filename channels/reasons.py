"""Why a post did not arrive, in plain words: by our own key, by Slack's word, by Teams' status."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from core.language import Bilingual

_GONE: Final = Bilingual(
    en="This address no longer works. Connect the channel again.",
    nl="Dit adres werkt niet meer. Koppel het kanaal opnieuw.",
)
REASONS: Final[Mapping[str, Bilingual]] = {
    "gone": _GONE,
    "unclear": Bilingual(
        en="The channel did not answer in time. Is the message there already?",
        nl="Het kanaal antwoordde niet op tijd. Staat het bericht er al?",
    ),
    "strange_answer": Bilingual(
        en="The channel answered something we do not know. Is the message there already?",
        nl="Het kanaal antwoordde iets dat we niet kennen. Staat het bericht er al?",
    ),
    "slow_down": Bilingual(
        en="The channel asks us to wait. It is sent later by itself.",
        nl="Het kanaal vraagt om te wachten. Het gaat straks vanzelf.",
    ),
    "service_down": Bilingual(
        en="The channel has a problem of its own. It is sent later by itself.",
        nl="Het kanaal heeft zelf een probleem. Het gaat straks vanzelf.",
    ),
    "moved": Bilingual(
        en="The channel's address has moved. Make a new address for this channel.",
        nl="Het adres van het kanaal is verhuisd. Maak een nieuw adres voor dit kanaal.",
    ),
    "refused": Bilingual(
        en="The channel refused the message ({status}). Let whoever looks after the channel look at it.",
        nl="Het kanaal weigerde het bericht ({status}). Laat de beheerder van het kanaal ernaar kijken.",
    ),
}

_ARCHIVED: Final = Bilingual(
    en="The channel is archived. Choose another channel.",
    nl="Het kanaal is gearchiveerd. Kies een ander kanaal.",
)
_FORBIDDEN: Final = Bilingual(
    en="The rules of your organisation do not allow this. Ask the administrator of Slack.",
    nl="De regels van je organisatie staan dit niet toe. Vraag het de beheerder van Slack.",
)
_OUR_FAULT: Final = Bilingual(
    en="Slack could not read the message. That is our mistake; your work is safe.",
    nl="Slack kon het bericht niet lezen. Dat is onze fout; je werk is veilig.",
)

SLACK_WORDS: Final[Mapping[str, Bilingual]] = {
    "invalid_payload": _OUR_FAULT,
    "invalid_blocks": _OUR_FAULT,
    "invalid_blocks_format": _OUR_FAULT,
    "msg_blocks_too_long": _OUR_FAULT,
    "no_text": _OUR_FAULT,
    "user_not_found": _OUR_FAULT,
    "too_many_attachments": _OUR_FAULT,
    "action_prohibited": _FORBIDDEN,
    "posting_to_general_channel_denied": _FORBIDDEN,
    "invalid_token": _GONE,
    "channel_not_found": _GONE,
    "no_service": _GONE,
    "no_service_id": _GONE,
    "no_active_hooks": _GONE,
    "no_team": _GONE,
    "team_disabled": _GONE,
    "channel_is_archived": _ARCHIVED,
}

TEAMS_STATUSES: Final[Mapping[int, Bilingual]] = {
    400: Bilingual(
        en="The workflow could not read the message. Let its owner look at it in Teams.",
        nl="De werkstroom kon het bericht niet lezen. Laat de eigenaar ernaar kijken in Teams.",
    ),
    401: _GONE,
    403: _GONE,
    404: _GONE,
    410: _GONE,
    413: Bilingual(
        en="The message is too large for Teams. That is our mistake; your work is safe.",
        nl="Het bericht is te groot voor Teams. Dat is onze fout; je werk is veilig.",
    ),
}
