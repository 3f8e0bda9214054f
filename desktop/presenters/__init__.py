"""What the screens do, without a single widget: state, verbs, and signals that say what happened."""
