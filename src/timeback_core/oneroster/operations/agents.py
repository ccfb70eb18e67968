"""Agents: who acts for whom, such as the guardians of a student."""

from timeback_core.engine.call.expect import Many, Nothing
from timeback_core.engine.call.paging import UNPAGED
from timeback_core.engine.call.request import Call
from timeback_core.engine.surface.operation import DELETE, GET, IDEMPOTENT, POST, operation
from timeback_core.oneroster.bases import ROSTERING
from timeback_core.oneroster.models.agents import AgentInput, AgentUser


@operation(
    GET, ROSTERING, "/users/{userId}/agentFor", Many("users", AgentUser, paging=UNPAGED, absent_is_empty=True)
)
def list_users_for_agent(user_id: str) -> Call:
    """List the people whom a user is agent for, such as the children of a parent; all of them at once.

    user_id: the agent.

    Errors: `NotFound`.

    Source: GET /ims/oneroster/rostering/v1p2/users/{userId}/agentFor
    """
    return Call(path={"userId": user_id})


@operation(
    GET, ROSTERING, "/users/{userId}/agents", Many("agents", AgentUser, paging=UNPAGED, absent_is_empty=True)
)
def list_agents_for_user(user_id: str) -> Call:
    """List the agents of a user, such as the parents of a child; all of them at once.

    user_id: the person for whom the agents act.

    Errors: `NotFound`.

    Source: GET /ims/oneroster/rostering/v1p2/users/{userId}/agents
    """
    return Call(path={"userId": user_id})


@operation(POST, ROSTERING, "/users/{userId}/agents", Nothing(), repeat=IDEMPOTENT)
def add_agent(user_id: str, agent_id: str) -> Call:
    """Make one user the agent of another; doing it twice is doing it once.

    user_id: the person for whom the agent acts. agent_id: the user who acts.

    Errors: `NotFound` or `Rejected` where one of them is unknown.

    Source: POST /ims/oneroster/rostering/v1p2/users/{userId}/agents
    """
    return Call(path={"userId": user_id}, body=AgentInput(agent_sourced_id=agent_id))


@operation(DELETE, ROSTERING, "/users/{userId}/agents/{agentSourcedId}", Nothing())
def remove_agent(user_id: str, agent_id: str) -> Call:
    """End that one user is the agent of another; both users stay.

    user_id: the person for whom the agent acts. agent_id: the user who acts.

    Errors: `NotFound` where there is no such pair.

    Source: DELETE /ims/oneroster/rostering/v1p2/users/{userId}/agents/{agentSourcedId}
    """
    return Call(path={"userId": user_id, "agentSourcedId": agent_id})
