"""The wire and its models: how models are declared. What turns bytes into models is in `codec.runtime`.

This module is light: neither cattrs nor orjson is imported before the first body is read or written.
"""

from timeback_core.engine.codec import checks
from timeback_core.engine.codec.checks import (
    at_least,
    email,
    in_order,
    matches,
    non_empty,
    non_negative,
    one_of,
    positive,
    url,
)
from timeback_core.engine.codec.fields import FieldInfo, fields_of
from timeback_core.engine.codec.inputs import Input
from timeback_core.engine.codec.json import JsonObject, JsonValue
from timeback_core.engine.codec.kinds import Flag, Kind, LaxNumber, Number, OneOrMany, Open, TextFlag, Unknown
from timeback_core.engine.codec.model import Loose, Model, evolve, is_partial, model
from timeback_core.engine.codec.wire import UNSET, Check, Unset, wire, wire_name

__all__ = ["Model", "Loose", "Input", "model", "wire", "wire_name", "evolve", "is_partial", "UNSET", "Unset"]
__all__ += ["Unknown", "Flag", "TextFlag", "Number", "LaxNumber", "Open", "OneOrMany", "Kind", "JsonObject"]
__all__ += ["Check", "checks", "non_empty", "positive", "non_negative", "email", "url", "at_least", "one_of", "matches"]
__all__ += ["in_order", "FieldInfo", "fields_of", "JsonValue"]
