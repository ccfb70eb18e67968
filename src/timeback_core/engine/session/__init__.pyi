from timeback_core.engine.session.asynchronous import AsyncSession as AsyncSession
from timeback_core.engine.session.synchronous import Session as Session
