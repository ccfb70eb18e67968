"""What the columns of a collection say, against columns made afresh of its documents."""

from timeback_core.sandbox.query.columns import Column
from timeback_core.sandbox.table import Table


def check_columns(table: Table) -> None:
    """Each column that writes have kept right says what a new one would."""
    for path, kept in [*table._columns.items()]:
        column = table.column(path, kept.member, kept.column._read, kept.stamp)
        afresh = table.copy().column(path, kept.member, kept.column._read)
        assert _told(column, table) == _told(afresh, table), path


def _told(column: Column, table: Table) -> object:
    rows = [row for row, _ in table.items()]
    values = {row: column._values[column._codes[row]] for row in rows}
    held = [value for each in values.values() for value in ([each] if isinstance(each, str) else each)]
    found = {value: column.rows_with(value) for value in held if isinstance(value, str)}
    orders = [[*column.order(descending=descending)] for descending in (False, True)]
    return values, found, orders, [row for row in rows if column.unsorted()[row]]
