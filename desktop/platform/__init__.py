"""What differs per operating system: single instance, autostart, hotkeys."""
