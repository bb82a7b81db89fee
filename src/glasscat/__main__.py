"""``python -m glasscat`` is ``glasscat``."""

import sys

from glasscat.cli import main

sys.exit(main())
