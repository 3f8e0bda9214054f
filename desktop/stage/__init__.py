"""A stage: real programs on free numbers, for the demo and for tests of the whole.

Each part is a context manager that ends exactly the processes it started. Linux with X11 only; what is missing
is told as `Impossible` with the packages to install.
"""
