"""Settings that crudgen knows and does not support yet: they take their default and nothing else."""

from typing import Any

from crudgen.config.source import Source

LATER: dict[str, tuple[Any, str]] = {
    "database.replicas": ([], "replicas are"),
    "database.pgbouncer": (False, "pgbouncer is"),
    "server.workers": (1, "more than one worker is"),
    "server.metrics": ("closed", "the metrics page is"),
    "server.redis": ("", "Redis is"),
    "auth.totp": ("optional", "a second factor that is not optional is"),
    "auth.oidc": ({}, "signing in by OIDC is"),
    "mail.url": ("", "sending mail is"),
    "api.rate_limit": ("", "a rate limit is"),
    "admin.timezone": ("UTC", "another time zone than UTC is"),
    "admin.dashboard": ([], "a dashboard is"),
    "files.url": ("file:data/uploads", "uploads are"),
    "files.max_size": ("25MB", "uploads are"),
    "webhooks.allow_hosts": ([], "webhooks are"),
    "backup.every": ("24h", "backups by the server are"),
    "backup.keep": (7, "backups by the server are"),
    "backup.to": ("data/backups", "backups by the server are"),
    "extensions": ([], "extensions are"),
}
"""By dotted name: the default as config.yaml would spell it, and the beginning of what is said."""


def refuse_later(source: Source) -> frozenset[tuple[str, ...]]:
    """Add a mistake for each setting that is not built yet and not its default; return their paths."""
    refused: set[tuple[str, ...]] = set()
    for name, (default, subject) in LATER.items():
        path = tuple(name.split("."))
        value = _look_up(source.values, path)
        if value is None or value == default or str(value) == str(default):
            continue
        refused.add(path)
        source.refuse(source.place(path), "not_supported", f"{name}: {subject} not supported yet", "leave it out")
    return frozenset(refused)


def _look_up(values: Any, path: tuple[str, ...]) -> Any:
    for key in path:
        values = values.get(key) if isinstance(values, dict) else None
    return values
