"""Where EduBridge is, and where not."""

from tests.answering import Answering
from tests.scripted_server import Reply, ScriptedServer, in_turn
from tests.support import client_of, error, value

from timeback_core import TimebackClient
from timeback_core.edubridge import list_applications, list_subject_goals
from timeback_core.errors import ServiceNotConfigured
from timeback_core.sandbox import Sandbox


def test_goals_have_a_path_of_their_own(answering: Answering) -> None:
    value(list_subject_goals(answering(Reply({})), "s"))
    assert answering.sent[-1].path == "/goals/s/subjects"
    paths = {"edubridge": {"base": "/eb", "goals": "/eb/goals"}}
    with ScriptedServer(in_turn(Reply({}))) as server, client_of(server, paths=paths) as client:
        value(list_subject_goals(client.session, "s"))
        value(list_applications(client.session))
        assert [seen.path for seen in server.calls()] == ["/eb/goals/s/subjects", "/eb/applications/"]


def test_learnwith_ai_has_no_edubridge() -> None:
    box = Sandbox(students=1, platform="LEARNWITH_AI")
    opened = TimebackClient.open(
        env="staging", platform="LEARNWITH_AI", client_id="a", client_secret="b", transport=box.transport(), environ={}
    )
    with opened.unwrap() as client:
        for told in (
            client.edubridge.enrollments.list("u"),
            client.edubridge.users.list_students(),
            client.edubridge.goals.list_subjects("s"),
        ):
            failed = error(told)
            assert isinstance(failed, ServiceNotConfigured)
            assert (failed.service, failed.lacked_by) == ("edubridge", "LEARNWITH_AI")
            assert "LEARNWITH_AI does not offer" in failed.message
    assert box.requests() == ()
