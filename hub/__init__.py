"""The shared server: API, learning board, review, channels."""
