"""The words all of Vonk speaks: items, formats, audiences, states, the wire format. Standard library only."""
