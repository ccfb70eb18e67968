"""Stimuli: texts and pictures that items are about."""

from collections.abc import Callable
from typing import Unpack

from timeback_core.engine.call.effects import Steps
from timeback_core.engine.call.expect import Many, Nothing, One
from timeback_core.engine.call.request import Call
from timeback_core.engine.surface.flow import flow
from timeback_core.engine.surface.namespace import Namespace, S_co
from timeback_core.engine.surface.operation import DELETE, GET, POST, PUT, operation
from timeback_core.flows.steps import modified
from timeback_core.qti.common import PAGES, QTI, PageOptions, found, listed, named, replaced_or_created
from timeback_core.qti.models.stimuli import Stimulus, StimulusInput
from timeback_core.qti.recognition import StimulusXml
from timeback_core.qti.stored import written_stimulus

ONE = One("stimulus", Stimulus, bare=True)


@operation(GET, QTI, "/stimuli", Many("items", Stimulus, also=("data",), paging=PAGES))
def list_stimuli(**options: Unpack[PageOptions]) -> Call:
    """List stimuli; `search` looks at title and identifier."""
    return listed(options)


@operation(POST, QTI, "/stimuli", ONE)
def create_stimulus(stimulus: StimulusInput) -> Call:
    """Create a stimulus, and give it as stored.

    Errors: `Conflict` where the identifier exists, `Rejected`.
    """
    return Call(body=stimulus)


@operation(POST, QTI, "/stimuli", ONE)
def create_stimulus_from_xml(xml: StimulusXml) -> Call:
    """Create a stimulus from its XML, and give it as stored; there is no such way to replace one.

    xml: a stimulus of QTI 3.0, which says identifier and title itself; it goes out as it is.

    Errors: `Conflict` where the identifier exists, `ServerFault` where the server cannot read the XML.
    """
    return Call(body={"format": "xml", "xml": xml})


@operation(GET, QTI, "/stimuli/{identifier}", ONE)
def get_stimulus(identifier: str) -> Call:
    """Fetch one stimulus.

    Errors: `NotFound`.
    """
    return Call()


@operation(PUT, QTI, "/stimuli/{identifier}", ONE)
def update_stimulus(identifier: str, stimulus: StimulusInput) -> Call:
    """Replace a stimulus, and give it as stored: what the input does not hold is lost.

    identifier: it wins over the one in the input.

    Errors: `NotFound` where there is none (it is not created), `Rejected`.
    """
    return Call(body=named(stimulus, identifier))


@operation(DELETE, QTI, "/stimuli/{identifier}", Nothing())
def delete_stimulus(identifier: str) -> Call:
    """Delete a stimulus; items that are about it go on to name it.

    Errors: `NotFound`.
    """
    return Call()


@flow
def modify_stimulus(identifier: str, change: Callable[[StimulusInput], StimulusInput]) -> Steps[Stimulus]:
    """Change a stimulus: read it, change it, write it back; gives it as stored. Nothing is written without a change.

    A read gives its content as a tree, a write takes HTML: that is taken out of its XML as it stands there. What
    somebody else writes between the read and the write is lost.

    change: gives the changed input, such as `lambda stimulus: evolve(stimulus, title="Forest")`.

    Errors: `NotFound`; `InvalidInput` where its XML holds what a write would lose.
    """
    return modified(identifier, get_stimulus, written_stimulus, change, update_stimulus)


@flow
def upsert_stimulus(identifier: str, stimulus: StimulusInput) -> Steps[Stimulus]:
    """Replace a stimulus, or create it where there is none; gives it as stored.

    identifier: it wins over the one in the input.

    Errors: `Rejected`.
    """
    return replaced_or_created(
        update_stimulus.request(identifier, stimulus), create_stimulus.request(named(stimulus, identifier))
    )


@flow
def stimulus_exists(identifier: str) -> Steps[bool]:
    """Whether there is a stimulus of that identifier."""
    return found(get_stimulus.request(identifier))


class Stimuli(Namespace[S_co]):
    """Stimuli: texts and pictures that items are about."""

    list = list_stimuli
    create = create_stimulus
    create_from_xml = create_stimulus_from_xml
    get = get_stimulus
    update = update_stimulus
    delete = delete_stimulus
    modify = modify_stimulus
    upsert = upsert_stimulus
    exists = stimulus_exists
