"""Answers without a socket: what comes of each, in one piece and cut at every byte."""

from tests.transport.corpus import Case, Seen, cases, converse

CASES = cases()


def wrong(case: Case) -> list[str]:
    """Where what comes of the answer is not what is to come of it."""
    expected = Seen(case.status, case.body, case.keep, case.problem)
    data = case.data
    cuts = range(1, len(data), 1 if len(data) < 1000 else len(data) // 5)  # the endless ones at some places only
    ways = {"in one piece": [data], **{f"cut at {cut}": [data[:cut], data[cut:]] for cut in cuts}}
    if len(data) < 1000:
        ways["byte by byte"] = [data[at : at + 1] for at in range(len(data))]
    seen = {way: converse(case.verb, pieces) for way, pieces in ways.items()}
    return [f"{case.name}, {way}: {seen[way]}" for way in ways if seen[way] != expected]


def test_the_corpus_is_large_and_names_each_answer_once() -> None:
    assert len(CASES) > 300
    assert len({case.name for case in CASES}) == len(CASES)


def test_each_answer_in_one_piece_and_cut_at_every_byte() -> None:
    assert [text for case in CASES for text in wrong(case)] == []
