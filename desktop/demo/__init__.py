"""`vonk demo`: the whole main job, done by the real app and the real hub through their own windows and pages."""
