from timeback_core.rosters.planning import plan as plan
from timeback_core.rosters.plans import (
    Change as Change,
    FailedRow as FailedRow,
    FieldChange as FieldChange,
    Plan as Plan,
)
from timeback_core.rosters.pulling import Pulled as Pulled, pull as pull, read_roster as read_roster
from timeback_core.rosters.pushing import PushReport as PushReport, push as push
from timeback_core.rosters.reading import read_bundle as read_bundle
from timeback_core.rosters.roster import Bundle as Bundle, Note as Note, Roster as Roster, RowProblem as RowProblem
from timeback_core.rosters.writing import write_bundle as write_bundle
