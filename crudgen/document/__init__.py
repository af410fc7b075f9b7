"""Strict YAML: bytes to values that know their line and column. Strict JSON: a text to values. What they mean is for the layers above."""

from crudgen.document.json_text import BadJson, decode_json, read_double
from crudgen.document.load import load
from crudgen.document.node import Node, Scalar, plain
from crudgen.document.places import locate
from crudgen.document.suggest import hint_name, nearest

__all__ = ["BadJson", "Node", "Scalar", "decode_json", "hint_name", "load", "locate", "nearest", "plain", "read_double"]
