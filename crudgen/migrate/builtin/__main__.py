"""`python -m crudgen.migrate.builtin [MESSAGE]`: write the package's next own revision. For developers of crudgen."""

import sys

from crudgen.errors import SchemaError, UserError
from crudgen.migrate.builtin import write_builtin_revision


def main(arguments: list[str]) -> int:
    """Write the revision, print its path, and return the exit code."""
    try:
        path = write_builtin_revision(" ".join(arguments))
    except (UserError, SchemaError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"{path or 'nothing to do: the revisions say what the files say'}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
