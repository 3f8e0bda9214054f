"""Posting to Slack, Teams, a folder: payloads (pure) and senders."""
