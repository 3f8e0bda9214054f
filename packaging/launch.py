"""The bundle's entry point."""

import sys

from desktop.__main__ import main

sys.exit(main())
