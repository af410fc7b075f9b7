"""What a setting means, written where it is declared, so that no setting exists undescribed."""

from typing import Any

from pydantic import Field


def say(help: str, example: Any, default: Any = None) -> Any:
    """Return the annotation that describes a setting: a sentence in Markdown, and a value other than the default.

    `default` is the default as config.yaml spells it, where that is not how Python does.
    """
    return Field(description=help, examples=[example], json_schema_extra=None if default is None else {"default": default})
