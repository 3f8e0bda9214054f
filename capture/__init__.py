"""Screen and sound to a take, in a process of its own."""
