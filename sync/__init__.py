"""Getting items to the hub, exactly once, and its answers back: engine, hub client, pairing, credentials."""
