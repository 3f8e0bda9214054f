"""Format wizard, frameworks, checks, audience advice. Judges values; reads no file, no network, no clock."""
