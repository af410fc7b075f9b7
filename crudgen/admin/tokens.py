"""What proves that a form or a notice is ours: values bound to the secret of one browser's session."""

import base64
import hmac
import json
from hashlib import sha256
from typing import Any


def make_token(seed: str, purpose: str = "form") -> str:
    """Return the token that a form of the session `seed` carries; it tells nothing of the seed."""
    return hmac.new(seed.encode(), f"crudgen {purpose}".encode(), sha256).hexdigest()


def is_token(seed: str, given: str, purpose: str = "form") -> bool:
    """Tell whether `given` is the token of the session `seed`."""
    return bool(seed) and hmac.compare_digest(make_token(seed, purpose).encode(), given.encode())


def seal(seed: str, value: Any) -> str:
    """Return a JSON value as a text for a cookie that nobody else can make."""
    body = base64.urlsafe_b64encode(json.dumps(value, ensure_ascii=False).encode()).decode().rstrip("=")
    return f"{body}.{make_token(seed, body)}"


def unseal(seed: str, sealed: str) -> Any:
    """Return the value that `seal` was given, or None where it is not ours."""
    body, _, token = sealed.partition(".")
    if not is_token(seed, token, body):
        return None
    return json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
