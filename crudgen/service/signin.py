"""Sign-in: who a token or a password stands for, and how both are given out and taken back. The doors' way to all of it."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from crudgen.config import Settings
from crudgen.errors import FieldError, Forbidden, Invalid, NotFound, Unauthenticated
from crudgen.model.fold import fold
from crudgen.plan.actor import SYSTEM, Actor
from crudgen.plan.nodes import Key
from crudgen.plan.rights import Rights
from crudgen.schema.catalog import Action, Catalog, Entity
from crudgen.service.accounts import MAX_LOGIN, Account, Accounts, normalise_login
from crudgen.service.judge import check_length, check_roles, judge
from crudgen.service.passwords import hash_off_loop, verify
from crudgen.service.sessions import SWEEP, Pass, Sessions, expiry
from crudgen.service.setup import SetupCode
from crudgen.service.throttle import Throttle, login_keys
from crudgen.service.tokens import API_KEY, SESSION, hash_token, kind_of, make_token
from crudgen.service.validate import validate
from crudgen.store import Database, Mode, Store

CACHE_SECONDS = 1.0
CACHE_SIZE = 4_096
NOTE_EVERY = timedelta(minutes=1)
SET_UP = "this has been set up already; sign in"


@dataclass(frozen=True, slots=True)
class Session:
    """A session just opened. The token is shown this once; only its hash is stored."""

    token: str
    expires_at: datetime
    actor: Actor


class SignIn:
    """Sign-in of one Snapshot. `throttle` outlives a reload when it is handed on."""

    def __init__(self, settings: Settings, catalog: Catalog, database: Database, store: Store, throttle: Throttle | None = None) -> None:
        self.throttle = throttle or Throttle()
        self._settings = settings
        self._catalog = catalog
        self._database = database
        self._accounts = Accounts(catalog, store)
        self._sessions = Sessions(catalog, store)
        self._setup = SetupCode(settings.root)
        self._cache: dict[tuple[str, str], tuple[float, Pass]] = {}
        self._uses: dict[tuple[str, Key], datetime] = {}

    async def login(
        self, login: str, password: str, address: str, *, user_agent: str = "", previous: str | None = None, door: str = "api"
    ) -> Session:
        """Open a session for a person's password; the session of the token `previous` ends by it.

        Raises Unauthenticated, the same for unknown people, wrong passwords and people locked out;
        TooManyRequests after too many of these for one account or from one address.
        """
        name = normalise_login(login)
        keys = login_keys(fold(name or ""), address)
        self.throttle.check(keys)
        account = await self._find(name)
        is_right = await verify(password, account.password if account else None, lambda: self.throttle.check(keys))
        if account is None or not is_right or not account.is_active:
            self.throttle.count_failure(keys)
            raise Unauthenticated("the login or the password is wrong", code="wrong_credentials")
        self.throttle.forgive(keys[0][0])
        return await self._open(account, address, user_agent, previous, door)

    async def _find(self, name: str | None) -> Account | None:
        if name is None:
            return None
        login = name
        return await self._database.run(lambda connection: self._accounts.find(connection, login), Mode.KEY)

    async def _open(self, account: Account, address: str, user_agent: str, previous: str | None, door: str) -> Session:
        token, expires_at = make_token(SESSION), expiry(self._settings.auth.session_hours)

        def work(connection: Connection) -> Account:
            now = self._accounts.at(connection, account.id)
            if now is None or not now.is_active or now.password != account.password:  # changed while the password was hashed
                raise Unauthenticated("the login or the password is wrong", code="wrong_credentials")
            if previous:
                self._sessions.close(connection, previous)
            self._sessions.open(connection, now, token, expires_at=expires_at, address=address, user_agent=user_agent)
            return now

        current = await self._database.run(work, Mode.WRITE)
        self.forget()
        return Session(token, expires_at, current.actor(door))

    async def logout(self, token: str) -> None:
        """End the session of a token; what is no session's token is passed over."""
        if kind_of(token) == SESSION:
            await self._database.run(lambda connection: self._sessions.close(connection, token), Mode.WRITE)
            self.forget()

    async def actor_for(self, token: str, door: str = "api") -> Actor | None:
        """Return who a session's token or an API key stands for, None where it holds no longer or never did.

        At most one read by key; an answer is kept for a second, and no longer than until `forget`.
        """
        kind = kind_of(token)
        if kind is None:
            return None
        digest = hash_token(token)
        cached = self._cache.get((digest, door))
        if cached is not None and cached[0] > time.monotonic() and not _has_ended(cached[1]):
            return cached[1].actor
        found = await self._database.run(lambda connection: self._sessions.find(connection, kind, digest, door), Mode.KEY)
        if found is None:
            return None
        self._keep((digest, door), found)
        return found.actor

    async def actor_of(self, login: str, door: str = "python") -> Actor | None:
        """Return who a login stands for, without a password: for code that runs on the server. None for people locked out."""
        account = await self._find(normalise_login(login))
        return account.actor(door) if account is not None and account.is_active else None

    def _keep(self, key: tuple[str, str], found: Pass) -> None:
        if len(self._cache) >= CACHE_SIZE:
            self._cache.clear()
        self._cache[key] = (time.monotonic() + CACHE_SECONDS, found)
        now = datetime.now(UTC)
        if len(self._uses) < CACHE_SIZE and (found.used_at is None or now - found.used_at > NOTE_EVERY):
            self._uses[found.kind, found.key] = now

    def forget(self) -> None:
        """Drop what is remembered of tokens, so that what was just taken back acts at once."""
        self._cache.clear()

    def notice_write(self, entity: Entity) -> None:
        """Forget tokens after a write to one of the package's entities: a user, a session, a key. For `Service(on_write=…)`."""
        if entity.is_builtin:
            self.forget()

    async def sweep(self) -> int:
        """Delete expired sessions and note when the others were last used; return how many were deleted. Call it every minute."""
        uses, self._uses = self._uses, {}
        if uses:
            await self._database.run(lambda connection: self._sessions.note_use(connection, uses), Mode.WRITE)
        deleted = 0
        while (count := await self._database.run(self._sessions.close_expired, Mode.WRITE)) > 0:
            deleted += count
            if count < SWEEP:
                break
        return deleted

    async def has_users(self) -> bool:
        """Tell whether there is any user, so that nobody needs the set-up page."""
        return not await self._database.run(self._accounts.is_empty, Mode.KEY)

    async def setup_code(self) -> str | None:
        """Return the code for the set-up page, the same at every start; None, and no code any more, when there are users."""
        if await self.has_users():
            self._setup.discard()
            return None
        return self._setup.read()

    async def complete_setup(self, code: str, login: str, password: str, address: str = "", *, user_agent: str = "") -> Session:
        """Make the first user, an administrator, for the code that the server printed, and sign them in.

        Raises Forbidden for a wrong code and when there are users: of any number at once, one succeeds.
        """
        keys = login_keys("", address)[1:]  # by address alone: a stranger's guesses must not lock the owner out
        self.throttle.check(keys)
        if not self._setup.matches(code):
            self.throttle.count_failure(keys)
            raise Forbidden("the set-up code is wrong; the server prints it in its log when it starts", code="wrong_code")
        if await self.has_users():
            raise Forbidden(SET_UP, code="already_set_up")
        values = await self._draft(login, password, ("admin",))

        def work(connection: Connection) -> Account:
            if not self._accounts.is_empty(connection):
                raise Forbidden(SET_UP, code="already_set_up")
            return self._accounts.insert(connection, values)

        account = await self._database.run(work, Mode.WRITE)
        self._setup.discard()
        return await self._open(account, address, user_agent, None, "admin")

    async def create_user(self, login: str, password: str, roles: Sequence[str]) -> int:
        """Make a user and return the id. Raises Invalid for bad values and unknown roles, Conflict for a taken login."""
        values = await self._draft(login, password, roles)
        made = await self._database.run(lambda connection: self._accounts.insert(connection, values), Mode.WRITE)
        return made.id

    async def _draft(self, login: str, password: str, roles: Sequence[str]) -> Mapping[str, Any]:
        """Return the typed values of a new user, its password hashed, or raise Invalid with every mistake."""
        body = {"login": normalise_login(login) or login, "password": password, "roles": list(dict.fromkeys(roles))}
        rights = Rights(self._catalog, SYSTEM.roles, is_authenticated=True)
        draft = validate(rights, self._accounts.entity, Action.CREATE, body)
        judge(self._settings, self._catalog, self._accounts.entity, draft)
        draft.accept()
        return {**draft.values, "password": await hash_off_loop(password)}

    async def set_password(self, login: str, password: str) -> None:
        """Give a user another password and end all their sessions. Raises NotFound, or Invalid for a password too short or long."""
        errors = check_length(self._settings, password, "/password")
        if errors:
            raise Invalid(errors=tuple(errors))
        hashed = await hash_off_loop(password)

        def work(connection: Connection) -> None:
            account = self._require(connection, login)
            self._accounts.set_password(connection, account.id, hashed)
            self._sessions.close_all(connection, account.id)

        await self._database.run(work, Mode.WRITE)
        self.forget()

    def _require(self, connection: Connection, login: str) -> Account:
        name = normalise_login(login)
        account = self._accounts.find(connection, name) if name else None
        if account is None:
            raise NotFound(f'there is no user "{login[:150]}"')
        return account

    async def create_key(self, name: str, *, roles: Sequence[str] = (), user: str | None = None, expires_at: datetime | None = None) -> str:
        """Make an API key of a user (by login), of roles, or of a user with no more than these roles; return it, this once.

        Raises Invalid without either and for unknown roles, NotFound for an unknown user.
        """
        errors = check_roles(self._catalog, roles, "/roles")
        if not roles and user is None:
            errors.append(FieldError("/roles", "required", "a key needs a role or a user"))
        if not 0 < len(name) <= MAX_LOGIN or not name.isprintable():
            errors.append(FieldError("/name", "pattern", "must be a printable text of at most {max} characters", {"max": str(MAX_LOGIN)}))
        if errors:
            raise Invalid(errors=tuple(errors))
        token = make_token(API_KEY)

        def work(connection: Connection) -> None:
            owner = None if user is None else self._require(connection, user).id
            values = {"name": name, "user": owner, "roles": list(dict.fromkeys(roles)), "expires_at": expires_at}
            self._sessions.add_key(connection, token, values)

        await self._database.run(work, Mode.WRITE)
        return token


def _has_ended(found: Pass) -> bool:
    return found.expires_at is not None and found.expires_at <= datetime.now(UTC)
