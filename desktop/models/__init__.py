"""Lists for the views, over frozen values."""
