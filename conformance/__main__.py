"""The command `conformance/run`."""

import sys

from driver.trial import main

sys.exit(main(sys.argv[1:]))
