"""The delivery states of one version to one destination: the hub, or a channel."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from core.errors import Refused
from core.language import Bilingual


class DeliveryState(StrEnum):
    WAITING = "waiting"
    SENDING = "sending"
    HANDED_OVER = "handed_over"
    """The service took it and does not say whether it was shown (a Teams 202)."""
    POSTED = "posted"
    """The destination confirmed it."""
    UNCERTAIN = "uncertain"
    """It may or may not have arrived; only a person can look."""
    FAILED = "failed"


class DeliveryAction(StrEnum):
    START = "start"
    CONFIRM = "confirm"
    HAND_OVER = "hand_over"
    DOUBT = "doubt"
    POSTPONE = "postpone"
    FAIL = "fail"
    IT_IS_THERE = "it_is_there"
    SEND_AGAIN = "send_again"


TRANSITIONS: Final[dict[tuple[DeliveryState, DeliveryAction], DeliveryState]] = {
    (DeliveryState.WAITING, DeliveryAction.START): DeliveryState.SENDING,
    (DeliveryState.SENDING, DeliveryAction.CONFIRM): DeliveryState.POSTED,
    (DeliveryState.SENDING, DeliveryAction.HAND_OVER): DeliveryState.HANDED_OVER,
    (DeliveryState.SENDING, DeliveryAction.DOUBT): DeliveryState.UNCERTAIN,
    (DeliveryState.SENDING, DeliveryAction.POSTPONE): DeliveryState.WAITING,
    (DeliveryState.SENDING, DeliveryAction.FAIL): DeliveryState.FAILED,
    (DeliveryState.UNCERTAIN, DeliveryAction.IT_IS_THERE): DeliveryState.POSTED,
    (DeliveryState.UNCERTAIN, DeliveryAction.SEND_AGAIN): DeliveryState.WAITING,
    (DeliveryState.FAILED, DeliveryAction.SEND_AGAIN): DeliveryState.WAITING,
}


def advance(state: DeliveryState, action: DeliveryAction) -> DeliveryState:
    """The state after the action; Refused when the table has no such step."""
    try:
        return TRANSITIONS[state, action]
    except KeyError:
        raise Refused(
            Bilingual(
                en="That is not possible at this point of sending.",
                nl="Dat kan niet op dit punt van het verzenden.",
            ),
        ) from None
