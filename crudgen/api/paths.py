"""The path of a request, cut before it is decoded, so that `%2F` and `%2C` stay inside an id."""

from urllib.parse import unquote, unquote_to_bytes

from starlette.types import Scope


def raw_path(scope: Scope) -> tuple[str, bytes]:
    """Return where the application is mounted, and the path below that as it was sent, percent-encoded.

    >>> raw_path({"path": "/shop/api/a/b", "raw_path": b"/shop/api/a%2Fb", "root_path": "/shop"})
    ('/shop', b'/api/a%2Fb')
    """
    root: str = scope.get("root_path", "").rstrip("/")
    raw: bytes = scope.get("raw_path") or scope["path"].encode()
    if root and scope["path"].startswith(f"{root}/"):
        raw = _below(raw, root)
    return root, raw


def _below(raw: bytes, root: str) -> bytes:
    """Return what follows the mount; the mount itself may be encoded in more than one way."""
    end = raw.find(b"/", 1)
    while end > 0:
        if unquote(raw[:end].decode("latin-1")) == root:
            return raw[end:]
        end = raw.find(b"/", end + 1)
    return raw


def decode_segment(raw: bytes) -> str | None:
    """Return a segment's text, or None where it is not UTF-8 or holds a NUL.

    >>> decode_segment(b"a%2Fb"), decode_segment(b"%FF"), decode_segment(b"1%00")
    ('a/b', None, None)
    """
    try:
        text = (unquote_to_bytes(raw) if b"%" in raw else raw).decode("utf-8")
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else text


def decode_key(raw: bytes) -> tuple[str, ...] | None:
    """Return the parts of a key from a segment, `7,3` being two; None where one cannot be decoded.

    >>> decode_key(b"7,3"), decode_key(b"a%2Cb")
    (('7', '3'), ('a,b',))
    """
    parts = tuple(decode_segment(part) for part in raw.split(b","))
    return None if None in parts else tuple(part for part in parts if part is not None)
