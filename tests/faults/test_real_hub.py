"""The hub that the tests of faults stand on is a real one: it dies, comes back, and remembers."""

from __future__ import annotations

import uuid

import pytest
import requests

from core.content import Audience, Content, TipBody
from core.wire import content_to_json, hash_of
from tests.faults.real_hub import CURATOR, MAKER, RealHub


def test_a_killed_hub_comes_back_on_its_port_and_knows_what_it_answered(tmp_path):
    content = Content(TipBody("a", "b", "c"), title="Tip", language="en", audience=Audience(everyone=True))
    item_id, hash_ = str(uuid.uuid4()), hash_of(content)
    with RealHub(tmp_path / "hub") as hub:
        hub.add_people()
        app = hub.device(hub.pair(MAKER))
        place = f"{hub.url}/api/v1/items/{item_id}/versions/{hash_}"
        assert app.put(place, json={"content": content_to_json(content)}, timeout=20).status_code == 201
        known, pid = hub.hub_id, hub.pid
        hub.kill()
        assert not hub.running
        with pytest.raises(requests.ConnectionError):
            app.get(f"{hub.url}/api/v1/hub", timeout=5)
        hub.start()
        assert (hub.hub_id, hub.pid != pid) == (known, True)
        hub.approve(item_id, hash_)
        assert [event["state"] for event in hub.events(app)] == ["submitted", "approved", "published"]
        assert hub.rows("SELECT email FROM people WHERE email IS NOT NULL ORDER BY email") == [(MAKER,), (CURATOR,)]
        assert len(hub.rows("SELECT * FROM server_starts")) == 2
        hub.stop()
