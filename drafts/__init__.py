"""The local store: drafts, takes, blobs and the outbox. The desktop side's only home of SQLAlchemy."""
