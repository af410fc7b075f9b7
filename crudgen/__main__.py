"""`python -m crudgen`, the same as the command `crudgen`."""

import sys

from crudgen.cli import main

sys.exit(main())
