"""One learning moment being made: a form for each format, for whom and by whom, and what to look at again."""
