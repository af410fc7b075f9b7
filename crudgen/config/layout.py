"""The house order of config.yaml: the one that its settings are declared in."""

from collections.abc import Mapping
from typing import Any, get_args, get_origin

from pydantic import BaseModel

from crudgen.config.settings import Options
from crudgen.document.format import Layout


def find_layout(kind: Any) -> Layout:
    """Return the order of the settings of a model, or of a mapping of models by name."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        fields = {name: field.annotation for name, field in kind.model_fields.items()}
        return Layout(tuple(fields), {name: find_layout(inner) for name, inner in fields.items()})
    if get_origin(kind) is Mapping:
        return Layout(each=find_layout(get_args(kind)[1]))
    return Layout()


LAYOUT = find_layout(Options)
