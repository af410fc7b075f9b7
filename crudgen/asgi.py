"""The project of the current folder, or of $CRUDGEN_PROJECT, as an ASGI application: `uvicorn crudgen.asgi:app`."""

import os

from crudgen.app.project import Project

app = Project(os.environ.get("CRUDGEN_PROJECT", ".")).app()
