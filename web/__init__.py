"""What both sides need of the web: safe fetching and posting, Markdown to safe HTML."""
