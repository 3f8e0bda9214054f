"""The sections of the settings, each a page of cards with rows."""
