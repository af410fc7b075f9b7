"""The settings as frozen models: exactly the keys of config.yaml, typed. Durations are seconds, sizes bytes."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import quote

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from crudgen.config import values
from crudgen.config.describe import say
from crudgen.config.values import BadSetting, between, read_duration, read_size, read_whole

ROLE_NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")
RESERVED_ROLES = frozenset({"public", "authenticated", "owner", "nobody"})

_Whole = Annotated[int, BeforeValidator(read_whole)]
_Texts = Annotated[Mapping[str, str], BeforeValidator(values.read_texts), WithJsonSchema({"type": ["string", "object"]})]


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class DatabaseOptions(_Section):
    """Where the records are."""

    url: Annotated[str, AfterValidator(values.check_database_url), say("the database; only SQLite for now", "sqlite:///data/app.db")] = (
        "sqlite:///data/app.db"
    )
    pool_size: Annotated[_Whole, Field(ge=1, le=1000), say("how many connections read at once", 20)] = 10
    statement_timeout: Annotated[
        values.Duration, between("100ms", "1h", read_duration), say("how long a statement may take", "30s", "15s")
    ] = 15.0
    replicas: Annotated[tuple[str, ...], say("databases that are only read from", ["sqlite:///data/copy.db"])] = ()
    pgbouncer: Annotated[values.Switch, say("whether a PgBouncer stands in front of the database", True)] = False


class ServerOptions(_Section):
    """Where and how the server answers."""

    host: Annotated[str, Field(min_length=1), say("the address to listen on; `0.0.0.0` is all of them", "0.0.0.0")] = "127.0.0.1"  # noqa: S104 -- an example
    port: Annotated[_Whole, Field(ge=0, le=65_535), say("the port; `0` takes a free one", 8080)] = 8000
    workers: Annotated[_Whole, Field(ge=1, le=256), say("how many processes serve", 2)] = 1
    public_url: Annotated[
        str,
        AfterValidator(values.check_public_url),
        say("the address that people use, where a proxy stands in front", "https://shop.example.com"),
    ] = ""
    root_path: Annotated[
        str, AfterValidator(values.check_root_path), say("the path under which a proxy shows this server", "/shop")
    ] = ""
    secret: Annotated[
        str,
        AfterValidator(values.check_secret),
        Field(repr=False),
        say("what cursors are signed and secrets encrypted with; without one, it is made and kept in `data/secret`", "${CRUDGEN_SECRET:}"),
    ] = ""
    old_secrets: Annotated[
        tuple[Annotated[str, AfterValidator(values.check_secret)], ...],
        Field(repr=False),
        say("former secrets, which still open and verify what they made while `secret` makes all that is new", ["${OLD_SECRET:}"]),
    ] = ()
    allowed_hosts: Annotated[
        tuple[Annotated[str, AfterValidator(values.check_host)], ...],
        say("the `Host` names that are answered; empty means any", ["shop.example.com"]),
    ] = ()
    trusted_proxies: Annotated[
        tuple[Annotated[str, AfterValidator(values.check_network)], ...],
        say("proxies whose forwarding headers are believed", ["10.0.0.5"]),
    ] = ()
    cors_origins: Annotated[
        tuple[Annotated[str, AfterValidator(values.check_origin)], ...],
        say("the origins whose pages may call the API", ["https://shop.example.com"]),
    ] = ()
    metrics: Annotated[Literal["closed", "open"], say("who may read the metrics page", "open")] = "closed"
    redis: Annotated[str, say("where several servers share what must be shared quickly", "redis://localhost")] = ""


class AuthOptions(_Section):
    """How people sign in."""

    session_hours: Annotated[_Whole, Field(ge=1, le=8760), say("how long a sign-in lasts", 8)] = 12
    password_min_length: Annotated[_Whole, Field(ge=8, le=128), say("how short a password may be", 12)] = 10
    totp: Annotated[
        Literal["off", "optional", "required"] | Mapping[str, Literal["off", "optional", "required"]],
        say("whether signing in takes a second factor, for all or by role", {"admin": "required"}),
    ] = "optional"
    oidc: Annotated[Mapping[str, Any], say("where else people can sign in", {"issuer": "https://id.example.com"})] = {}


class MailOptions(_Section):
    """How mails leave; without a URL they are printed to the log."""

    url: Annotated[str, say("the server that mails are sent by", "smtp://mail.example.com")] = ""


class RoleOptions(_Section):
    """A role: its name for people, and whether it opens the panel. In `label`, `""` is the language of a plain text."""

    label: Annotated[_Texts, say("how people call the role", {"en": "Manager", "ru": "Менеджер"})] = {}
    admin: Annotated[values.Switch, say("whether the role opens the admin panel", True)] = False


class ApiOptions(_Section):
    """Where the API is, and what it takes at once. `max_body` is in bytes."""

    prefix: Annotated[str, AfterValidator(values.check_prefix), say("where the API stands", "/v1")] = "/api"
    page_size: Annotated[
        _Whole, Field(ge=1, le=10_000), say("how many records a list answers with, unless `limit` says otherwise", 20)
    ] = 50
    max_page_size: Annotated[_Whole, Field(ge=1, le=10_000), say("the largest `limit`", 500)] = 1000
    max_body: Annotated[
        values.Size, between("1KB", "1GB", read_size), say("the largest body of a request", "2MB", "10MB")
    ] = 10_000_000
    rate_limit: Annotated[str, BeforeValidator(values.read_rate), say("how often one caller may ask", "600/minute")] = ""


class AdminOptions(_Section):
    """Where the panel is, and how it looks and speaks."""

    prefix: Annotated[str, AfterValidator(values.check_prefix), say("where the admin panel stands", "/panel")] = "/admin"
    languages: Annotated[
        tuple[Annotated[str, AfterValidator(values.check_language)], ...],
        AfterValidator(values.check_distinct),
        say("the languages to choose from; the first is the default", ["ru", "en"]),
    ] = ("en", "ru")
    theme: Annotated[Literal["auto", "light", "dark"], say("light, dark, or what the browser prefers", "dark")] = "auto"
    timezone: Annotated[str, say("the time zone that moments are shown in", "Europe/London")] = "UTC"
    dashboard: Annotated[tuple[Mapping[str, Any], ...], say("what the first page shows", [{"count": "order"}])] = ()


class FileOptions(_Section):
    """Where uploads are kept. `max_size` is in bytes."""

    url: Annotated[str, say("where uploads are kept", "file:data/uploads")] = "file:data/uploads"
    max_size: Annotated[values.Size, say("how large an upload may be", "5MB", "25MB")] = 25_000_000


class WebhookOptions(_Section):
    """Where webhooks may go beside public addresses."""

    allow_hosts: Annotated[tuple[str, ...], say("private addresses that webhooks may go to", ["erp.local"])] = ()


class BackupOptions(_Section):
    """When backups are made. `every` is in seconds."""

    every: Annotated[values.Duration, say("how often a backup is made", "12h", "24h")] = 86_400.0
    keep: Annotated[_Whole, Field(ge=1), say("how many backups are kept", 14)] = 7
    to: Annotated[str, say("where backups are kept", "data/backups")] = "data/backups"


def _check_role_name(name: str) -> str:
    if name in RESERVED_ROLES:
        raise BadSetting(f'"{name}" is a rule of access, so no role can be named so', "choose another name", "reserved_name")
    if not ROLE_NAME.fullmatch(name):
        raise BadSetting(f'"{name}" is not the name of a role', "small letters, digits and _ only", "name")
    return name


def _complete_roles(roles: Mapping[str, RoleOptions]) -> dict[str, RoleOptions]:
    """Return the roles with labels, and `admin`, which opens the panel whatever is written, first."""
    admin = roles.get("admin", RoleOptions()).model_copy(update={"admin": True})
    others = {name: one for name, one in roles.items() if name != "admin"}
    return {name: _label(name, one) for name, one in {"admin": admin, **others}.items()}


def _label(name: str, role: RoleOptions) -> RoleOptions:
    return role if role.label else role.model_copy(update={"label": {"": name.replace("_", " ").capitalize()}})


class Options(_Section):
    """All that config.yaml can say."""

    title: Annotated[
        str, Field(min_length=1, max_length=200), say("the name of the whole, shown in the admin and in OpenAPI", "Corner shop")
    ] = "crudgen"
    database: DatabaseOptions = DatabaseOptions()
    server: ServerOptions = ServerOptions()
    auth: AuthOptions = AuthOptions()
    mail: MailOptions = MailOptions()
    roles: Annotated[
        Mapping[Annotated[str, AfterValidator(_check_role_name)], RoleOptions],
        AfterValidator(_complete_roles),
        Field(validate_default=True),
        say("the roles, by name, with a `label`; `admin: true` opens the admin panel", {"clerk": {"label": "Clerk"}}),
    ] = {}
    api: ApiOptions = ApiOptions()
    admin: AdminOptions = AdminOptions()
    files: FileOptions = FileOptions()
    webhooks: WebhookOptions = WebhookOptions()
    backup: BackupOptions = BackupOptions()
    extensions: Annotated[tuple[str, ...], say("Python modules with hooks, views and commands", ["shop.hooks"])] = ()


class Settings(Options):
    """The settings of a project, and the folder that it is in."""

    root: Path

    @property
    def database_url(self) -> str:
        """Return the database's URL with a relative SQLite path made absolute under the project's folder."""
        path = self.database.url.removeprefix("sqlite:///")
        return f"sqlite:///{quote(str(self.root / path))}"
