"""The settings as frozen models: exactly the keys of config.yaml, typed. Durations are seconds, sizes bytes."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import quote

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from crudgen.config import values
from crudgen.config.values import BadSetting, between, read_duration, read_size, read_whole

ROLE_NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")
RESERVED_ROLES = frozenset({"public", "authenticated", "owner", "nobody"})

_Whole = Annotated[int, BeforeValidator(read_whole)]
_Texts = Annotated[Mapping[str, str], BeforeValidator(values.read_texts)]


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class DatabaseOptions(_Section):
    """Where the records are."""

    url: Annotated[str, AfterValidator(values.check_database_url)] = "sqlite:///data/app.db"
    pool_size: Annotated[_Whole, Field(ge=1, le=1000)] = 10
    statement_timeout: Annotated[float, BeforeValidator(read_duration), between("100ms", "1h", read_duration)] = 15.0
    replicas: tuple[str, ...] = ()
    pgbouncer: values.Switch = False


class ServerOptions(_Section):
    """Where and how the server answers."""

    host: Annotated[str, Field(min_length=1)] = "127.0.0.1"
    port: Annotated[_Whole, Field(ge=0, le=65_535)] = 8000
    workers: Annotated[_Whole, Field(ge=1, le=256)] = 1
    public_url: Annotated[str, AfterValidator(values.check_public_url)] = ""
    root_path: Annotated[str, AfterValidator(values.check_root_path)] = ""
    secret: Annotated[str, AfterValidator(values.check_secret), Field(repr=False)] = ""
    allowed_hosts: tuple[Annotated[str, AfterValidator(values.check_host)], ...] = ()
    trusted_proxies: tuple[Annotated[str, AfterValidator(values.check_network)], ...] = ()
    cors_origins: tuple[Annotated[str, AfterValidator(values.check_origin)], ...] = ()
    metrics: Literal["closed", "open"] = "closed"
    redis: str = ""


class AuthOptions(_Section):
    """How people sign in."""

    session_hours: Annotated[_Whole, Field(ge=1, le=8760)] = 12
    password_min_length: Annotated[_Whole, Field(ge=8, le=128)] = 10
    totp: Literal["off", "optional", "required"] | Mapping[str, Literal["off", "optional", "required"]] = "optional"
    oidc: Mapping[str, Any] = {}


class MailOptions(_Section):
    """How mails leave; without a URL they are printed to the log."""

    url: str = ""


class RoleOptions(_Section):
    """A role: its name for people by language (`""` is the language of a plain text), and whether it opens the panel."""

    label: _Texts = {}
    admin: values.Switch = False


class ApiOptions(_Section):
    """Where the API is, and what it takes at once. `max_body` is in bytes."""

    prefix: Annotated[str, AfterValidator(values.check_prefix)] = "/api"
    page_size: Annotated[_Whole, Field(ge=1, le=10_000)] = 50
    max_page_size: Annotated[_Whole, Field(ge=1, le=10_000)] = 1000
    max_body: Annotated[int, BeforeValidator(read_size), between("1KB", "1GB", read_size)] = 10_000_000
    rate_limit: Annotated[str, BeforeValidator(values.read_rate)] = ""


class AdminOptions(_Section):
    """Where the panel is, and how it looks and speaks."""

    prefix: Annotated[str, AfterValidator(values.check_prefix)] = "/admin"
    languages: Annotated[tuple[Annotated[str, AfterValidator(values.check_language)], ...], AfterValidator(values.check_distinct)] = (
        "en",
        "ru",
    )
    theme: Literal["auto", "light", "dark"] = "auto"
    timezone: str = "UTC"
    dashboard: tuple[Mapping[str, Any], ...] = ()


class FileOptions(_Section):
    """Where uploads are kept. `max_size` is in bytes."""

    url: str = "file:data/uploads"
    max_size: Annotated[int, BeforeValidator(read_size)] = 25_000_000


class WebhookOptions(_Section):
    """Where webhooks may go beside public addresses."""

    allow_hosts: tuple[str, ...] = ()


class BackupOptions(_Section):
    """When backups are made. `every` is in seconds."""

    every: Annotated[float, BeforeValidator(read_duration)] = 86_400.0
    keep: Annotated[_Whole, Field(ge=1)] = 7
    to: str = "data/backups"


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

    title: Annotated[str, Field(min_length=1, max_length=200)] = "crudgen"
    database: DatabaseOptions = DatabaseOptions()
    server: ServerOptions = ServerOptions()
    auth: AuthOptions = AuthOptions()
    mail: MailOptions = MailOptions()
    roles: Annotated[
        Mapping[Annotated[str, AfterValidator(_check_role_name)], RoleOptions],
        AfterValidator(_complete_roles),
        Field(validate_default=True),
    ] = {}
    api: ApiOptions = ApiOptions()
    admin: AdminOptions = AdminOptions()
    files: FileOptions = FileOptions()
    webhooks: WebhookOptions = WebhookOptions()
    backup: BackupOptions = BackupOptions()
    extensions: tuple[str, ...] = ()


class Settings(Options):
    """The settings of a project, and the folder that it is in."""

    root: Path

    @property
    def database_url(self) -> str:
        """Return the database's URL with a relative SQLite path made absolute under the project's folder."""
        path = self.database.url.removeprefix("sqlite:///")
        return f"sqlite:///{quote(str(self.root / path))}"
