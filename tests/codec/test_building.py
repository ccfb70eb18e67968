"""Functions are made when they are first used: in the middle of another one, and while a process forks."""

import subprocess
import sys

from timeback_core import decode, encode, model
from timeback_core.engine.codec import Model
from timeback_core.engine.codec.converter import converter


class Parcel:
    """A class of somebody else's, whose hooks read and write models themselves."""

    def __init__(self, inside: Model) -> None:
        self.inside = inside


@model
class Content(Model):
    """What is in a parcel."""

    name: str
    parcel: "Parcel | None" = None


@model
class Shelf(Model):
    """Where parcels lie."""

    parcel: Parcel
    first: Content


def test_hooks_may_read_and_write_models_in_the_middle_of_a_model() -> None:
    converter.register_structure_hook(Parcel, lambda value, _: Parcel(decode(Content, value).unwrap()))
    converter.register_unstructure_hook(Parcel, lambda parcel: encode(parcel.inside).unwrap())
    document = {"parcel": {"name": "a", "parcel": {"name": "b"}}, "first": {"name": "c"}}
    shelf = decode(Shelf, document).unwrap()
    assert isinstance(shelf.parcel.inside, Content)
    assert encode(shelf).unwrap() == document
    assert decode(Shelf, {**document, "parcel": {"name": 5}}).failure().problems[0].path == "$.parcel"


FORKING = """
import os, signal, threading, time
from timeback_core import decode, model
from timeback_core.engine.codec import Model

started = threading.Event()

def slow():
    started.set()
    time.sleep(0.3)
    return str

@model
class Big(Model):
    x: "slow()"

@model
class Small(Model):
    n: int

threading.Thread(target=decode, args=(Big, {"x": "x"}), daemon=True).start()
started.wait()
pid = os.fork()
if pid == 0:
    signal.alarm(20)
    os._exit(0 if decode(Small, {"n": 1}).unwrap().n and decode(Big, {"x": "x"}).unwrap().x else 1)
print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
"""


def test_a_process_may_fork_while_a_function_is_made() -> None:
    command = [sys.executable, "-W", "ignore", "-c", FORKING]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=300)  # noqa: S603 - ours
    assert done.stdout == "0\n"
