"""Strict YAML: bytes to values that know their line and column. What the values mean is for the layers above."""

from crudgen.document.load import load
from crudgen.document.node import Node, Scalar, plain
from crudgen.document.places import locate
from crudgen.document.suggest import hint_name, nearest

__all__ = ["Node", "Scalar", "hint_name", "load", "locate", "nearest", "plain"]
