"""State over time behind a screen, in QtCore only."""
