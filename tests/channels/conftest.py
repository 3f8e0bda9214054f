"""Cards as hubs make them, and as someone with bad intentions would."""

from __future__ import annotations

from datetime import date

import pytest

from channels.card import ChannelCard
from core.formats import Format


@pytest.fixture
def card() -> ChannelCard:
    return ChannelCard(
        title="Filters bewaren in Excel",
        format=Format.CLIP,
        maker="Ana de Vries",
        experience="6 jaar orderadministratie",
        reviewer="Bo Jansen",
        valid_until=date(2027, 5, 1),
        audience="Sales binnendienst",
        url="https://hub.example/i/1",
        duration_ms=58_000,
        language="nl",
    )
