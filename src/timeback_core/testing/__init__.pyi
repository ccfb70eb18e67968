from timeback_core.testing.mishaps import FaultyTransport as FaultyTransport, Mishap as Mishap, When as When
from timeback_core.testing.scripted import Answer as Answer, ScriptedTransport as ScriptedTransport
from timeback_core.testing.sent import (
    RecordingTransport as RecordingTransport,
    SentRequest as SentRequest,
    SentRequests as SentRequests,
    assert_sent as assert_sent,
    sent_to as sent_to,
)
from timeback_core.testing.strategies import (
    arguments as arguments,
    models as models,
    register_models as register_models,
    requests as requests,
)
