"""The local store: drafts, their versions, takes, blobs, the outbox and what the hub answered."""
