from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from core.clock import utc_now
from core.content import Content, TipBody
from core.draft import random_id
from core.errors import MalformedWire
from drafts.store import open_store


@pytest.mark.parametrize("title", ["x" * 600, "half a character \ud83d"])
def test_what_could_not_be_read_back_is_refused_and_the_last_revision_stays(tmp_path: Path, title: str) -> None:
    store = open_store(tmp_path / "drafts.db", tmp_path / "blobs", clock=utc_now, new_id=random_id)
    try:
        draft = store.new_draft(Content(TipBody(action="press F2"), title="Rename quickly"))

        with pytest.raises(MalformedWire):
            store.save(draft.id, replace(draft.content, title=title))

        assert store.draft(draft.id).content == draft.content
    finally:
        store.close()
