"""Where the app meets the system: one app per home, signals to the process."""
