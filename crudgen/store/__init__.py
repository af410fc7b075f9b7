"""Plans into SQL and rows into records; units of work over any driver; driver errors into ours."""

from crudgen.store.database import Database
from crudgen.store.faults import Missing, Stale
from crudgen.store.keyring import Keyring, Unopened
from crudgen.store.sealing import Found, secret_fields
from crudgen.store.store import Store
from crudgen.store.work import Mode

__all__ = ["Database", "Found", "Keyring", "Missing", "Mode", "Stale", "Store", "Unopened", "secret_fields"]
