from pathlib import Path

import pytest

from crudgen.config import Settings, load_settings
from crudgen.config.later import LATER
from crudgen.config.settings import Options
from crudgen.errors import Diagnostic, SchemaError

SPEC = """\
title: Corner shop
database: {url: "sqlite:///data/app.db", pool_size: 10, statement_timeout: 15s, replicas: [], pgbouncer: false}
server:   {host: 127.0.0.1, port: 8000, workers: 1, public_url: "", root_path: "", secret: "${CRUDGEN_SECRET:}", allowed_hosts: [],
           trusted_proxies: [], cors_origins: [], metrics: closed, redis: ""}
auth:     {session_hours: 12, password_min_length: 10, totp: optional, oidc: {}}
roles:    {manager: {label: Manager, admin: true}, clerk: {label: {en: Clerk, ru: Продавец}}}
api:      {prefix: /api, page_size: 50, max_page_size: 1000, max_body: 10MB, rate_limit: ""}
admin:    {prefix: /admin, languages: [en, ru], theme: auto, timezone: UTC, dashboard: []}
files:    {url: "file:data/uploads", max_size: 25MB}
webhooks: {allow_hosts: []}
backup:   {every: 24h, keep: 7, to: data/backups}
extensions: []
"""


def settings_of(root: Path, text: str, **environ: str) -> Settings:
    (root / "config.yaml").write_text(text, encoding="utf-8")
    return load_settings(root, environ)


def diagnose(root: Path, text: str, **environ: str) -> list[str]:
    with pytest.raises(SchemaError) as caught:
        settings_of(root, text, **environ)
    return [str(one) for one in caught.value.diagnostics]


def test_without_a_file_the_settings_are_the_defaults(tmp_path: Path) -> None:
    settings = load_settings(tmp_path, {})
    assert (settings.server.port, settings.api.page_size, settings.database.statement_timeout) == (8000, 50, 15.0)
    assert list(settings.roles) == ["admin"]


@pytest.mark.parametrize("text", ["", "# nothing yet\n"])
def test_an_empty_file_says_nothing(text: str, tmp_path: Path) -> None:
    assert settings_of(tmp_path, text) == load_settings(tmp_path, {})


def test_the_defaults_are_those_of_the_contract(tmp_path: Path) -> None:
    written, default = settings_of(tmp_path, SPEC), load_settings(tmp_path / "none", {})
    sections = set(Options.model_fields) - {"title", "roles"}
    assert {name for name in sections if getattr(written, name) != getattr(default, name)} == set()


def test_roles_keep_their_labels_and_admin_is_always_one(tmp_path: Path) -> None:
    roles = settings_of(tmp_path, SPEC).roles
    assert list(roles) == ["admin", "manager", "clerk"]
    assert roles["admin"].admin
    assert (roles["manager"].admin, roles["clerk"].admin) == (True, False)
    assert roles["clerk"].label == {"en": "Clerk", "ru": "Продавец"}
    assert roles["manager"].label == {"": "Manager"}


def test_a_relative_database_is_in_the_project(tmp_path: Path) -> None:
    assert settings_of(tmp_path, SPEC).database_url == f"sqlite:///{tmp_path}/data/app.db"


def test_an_absolute_database_stays_where_it_is(tmp_path: Path) -> None:
    assert settings_of(tmp_path, 'database: {url: "sqlite:////srv/app.db"}').database_url == "sqlite:////srv/app.db"


def test_settings_cannot_be_changed(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="frozen"):
        load_settings(tmp_path, {}).server.port = 1  # type: ignore[misc]


def test_the_secret_is_not_in_the_repr(tmp_path: Path) -> None:
    assert "s3cr3t" not in repr(settings_of(tmp_path, "", CRUDGEN_SERVER__SECRET="s3cr3t" * 8))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("titel: x", 'config.yaml:1:1: unknown key "titel" in config.yaml\n  did you mean "title"?'),
        ("server:\n  prt: 1", 'config.yaml:2:3: unknown key "prt" in server\n  did you mean "port"?'),
        ("roles: {x: {lable: y}}", 'config.yaml:1:13: unknown key "lable" in roles.x\n  did you mean "label"?'),
        ("server: {port: abc}", "config.yaml:1:16: server.port: expected a whole number"),
        ("server: {port: 70000}", "config.yaml:1:16: server.port: input should be less than or equal to 65535"),
        ("title: 5", "config.yaml:1:8: title: expected a text\n  put it in quotes"),
        ("server: 5", "config.yaml:1:9: server: expected a mapping"),
        ("roles: {public: {}}", 'config.yaml:1:9: "public" is a rule of access, so no role can be named so\n  choose another name'),
        ("roles: {Boss: {}}", 'config.yaml:1:9: "Boss" is not the name of a role\n  small letters, digits and _ only'),
        ("database: {statement_timeout: 15}", None),
        ("api: {max_body: 10 megabytes}", None),
        ("api: {prefix: api}", None),
        ("api: {prefix: /metrics}", None),
        ("api: {prefix: /admin/api}", None),
        ("api: {page_size: 10, max_page_size: 5}", None),
        ("server: {root_path: shop}", None),
        ("server: {public_url: shop.example}", None),
        ("server: {cors_origins: [https://x.example/path]}", None),
        ("server: {allowed_hosts: ['a:80']}", None),
        ("server: {trusted_proxies: [proxy]}", None),
        ("admin: {theme: pink}", None),
        ("admin: {languages: []}", None),
        ("database: {url: 'sqlite://'}", None),
        ("database: {url: postgrsql://x}", None),
        ("- a", "config.yaml:1:1: expected a mapping of settings\n  write title: My project"),
        ("a: [b", None),
    ],
)
def test_a_wrong_setting_is_told_at_its_place(text: str, told: str | None, tmp_path: Path) -> None:
    (found,) = diagnose(tmp_path, text)
    assert found.startswith("config.yaml:1:" if told is None else told)
    assert told is None or found == told


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    found = diagnose(tmp_path, "titel: x\nserver: {prt: 1, port: abc, workers: 2}\nmail: {url: 'smtp://x'}\n")
    assert [one.split(" ")[0] for one in found] == [
        "config.yaml:1:1:",
        "config.yaml:2:10:",
        "config.yaml:2:24:",
        "config.yaml:2:38:",
        "config.yaml:3:13:",
    ]


OTHER = {
    "database.replicas": "[x]",
    "database.pgbouncer": "true",
    "server.workers": "2",
    "server.metrics": "open",
    "server.redis": "redis://x",
    "auth.totp": "{admin: required}",
    "auth.oidc": "{google: {}}",
    "mail.url": "smtp://x",
    "api.rate_limit": "600/minute",
    "admin.timezone": "Europe/Berlin",
    "admin.dashboard": "[{count: order}]",
    "files.url": "s3://x",
    "files.max_size": "1MB",
    "webhooks.allow_hosts": "[a]",
    "backup.every": "1h",
    "backup.keep": "3",
    "backup.to": "elsewhere",
    "extensions": "[shop.hooks]",
}


def test_every_later_setting_is_tried() -> None:
    assert set(OTHER) == set(LATER)


@pytest.mark.parametrize("name", LATER)
def test_a_setting_that_is_not_built_takes_its_default_only(name: str, tmp_path: Path) -> None:
    section, _, key = name.partition(".")
    text = f"{section}: {{{key}: {OTHER[name]}}}" if key else f"{section}: {OTHER[name]}"
    with pytest.raises(SchemaError) as caught:
        settings_of(tmp_path, text)
    (found,) = caught.value.diagnostics
    assert (found.code, found.line, found.column) == ("not_supported", 1, text.index(OTHER[name]) + 1)
    assert "not supported yet" in found.message


@pytest.mark.parametrize(
    "url", ["postgresql://u:hunter2@h/d", "postgresql+psycopg://u:hunter2@h/d", "mysql://u:hunter2@h/d", "sqlite+aiosqlite:///x"]
)
def test_other_databases_are_not_supported_yet_and_their_passwords_not_shown(url: str, tmp_path: Path) -> None:
    with pytest.raises(SchemaError) as caught:
        settings_of(tmp_path, f"database: {{url: '{url}'}}")
    (found,) = caught.value.diagnostics
    assert found.code == "not_supported"
    assert "hunter2" not in str(found)


def test_a_short_secret_is_refused_and_not_shown(tmp_path: Path) -> None:
    (found,) = diagnose(tmp_path, "server: {secret: hunter2}")
    assert found.startswith("config.yaml:1:18: server.secret: the secret has 7 characters, fewer than 32")
    assert "hunter2" not in found


def test_a_variable_fills_a_value(tmp_path: Path) -> None:
    settings = settings_of(tmp_path, "title: ${NAME:Shop} of ${OWNER}\nserver: {port: '${PORT}'}\n", OWNER="Ann", PORT="81")
    assert (settings.title, settings.server.port) == ("Shop of Ann", 81)


def test_a_missing_variable_is_told_with_its_line(tmp_path: Path) -> None:
    found = diagnose(tmp_path, "title: x\nserver:\n  port: ${PORT}\n")
    assert found == ["config.yaml:3:9: the environment variable PORT is not set\n  set it, or give it a default: ${NAME:default}"]


def test_what_a_variable_holds_is_not_looked_into(tmp_path: Path) -> None:
    assert settings_of(tmp_path, "title: ${NAME}", NAME="${HOME}").title == "${HOME}"


def test_variables_override_the_file(tmp_path: Path) -> None:
    settings = settings_of(
        tmp_path,
        "title: x\nserver: {port: 80}\n",
        CRUDGEN_SERVER__PORT="81",
        CRUDGEN_TITLE="007",
        CRUDGEN_SERVER__ALLOWED_HOSTS="[a.example, '*.b.example']",
        CRUDGEN_ROLES__CLERK__ADMIN="true",
        CRUDGEN_DATABASE__STATEMENT_TIMEOUT="1m",
        CRUDGEN_SERVER__WORKERS="1",
    )
    assert (settings.server.port, settings.title, settings.database.statement_timeout) == (81, "007", 60.0)
    assert settings.server.allowed_hosts == ("a.example", "*.b.example")
    assert settings.roles["clerk"].admin


def test_a_secret_of_digits_stays_a_text(tmp_path: Path) -> None:
    assert settings_of(tmp_path, "", CRUDGEN_SERVER__SECRET="0" * 40).server.secret == "0" * 40


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("CRUDGEN_SERVER__PRT", "1", 'there is no setting "server.prt"\n  did you mean "port"?'),
        ("CRUDGEN_SERVR__PORT", "1", 'there is no section "servr"\n  did you mean "server"?'),
        ("CRUDGEN_SERVER__PORT", "x", "server.port: expected a whole number"),
        ("CRUDGEN_SERVER__PORT__MORE", "1", 'there is no setting "server.port.more"'),
        (
            "CRUDGEN_SERVER__ALLOWED_HOSTS",
            "[a",
            "the [ is not closed with ], or a comma is missing\n  a text that holds a bracket needs quotes",
        ),
    ],
)
def test_a_wrong_variable_is_told_by_its_name(name: str, value: str, told: str, tmp_path: Path) -> None:
    found = diagnose(tmp_path, "", **{name: value})
    assert found[0].startswith(f"${name}:1:1: {told}")


def test_variables_of_others_are_left_alone(tmp_path: Path) -> None:
    assert settings_of(tmp_path, "", CRUDGEN_SECRET="x", CRUDGEN_BENCH="1", CRUDGEN_ZZZ__X="1", PATH="/bin").title


def test_a_pipe_is_no_settings_file(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").mkdir()
    with pytest.raises(SchemaError) as caught:
        load_settings(tmp_path, {})
    assert caught.value.diagnostics == (Diagnostic("config.yaml", 1, 1, "not_a_file", "this is no ordinary file"),)
