"""What runs when a body is read or written: parse, decode, check, encode.

Importing it imports orjson; the functions of a model are made when it is first read or written.
"""

from timeback_core.engine.codec.bad import Bad
from timeback_core.engine.codec.body import dumps, encode, parse
from timeback_core.engine.codec.check import check, check_json
from timeback_core.engine.codec.decoders import decoder, partial_decoder
from timeback_core.engine.codec.rows import decode_rows

__all__ = (
    "Bad",
    "parse",
    "decoder",
    "partial_decoder",
    "decode_rows",
    "check",
    "check_json",
    "encode",
    "dumps",
)
