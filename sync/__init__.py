"""Getting items to the hub: engine, hub client, credentials."""
