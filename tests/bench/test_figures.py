import pytest

from bench.figures import Figure, Rule, number, row, table


def figure(ours: float, peer: float, rule: Rule = Rule.NONE, target: float = 0.0) -> Figure:
    return Figure("time", "ms", ours, peer, "the other", rule, target)


@pytest.mark.parametrize(
    ("ours", "peer", "rule", "target", "met"),
    [
        pytest.param(30, 1500, Rule.AT_MOST, 30, True, id="at-the-bound"),
        pytest.param(30.1, 1500, Rule.AT_MOST, 30, False, id="above-the-bound"),
        pytest.param(50, 1000, Rule.SHARE_AT_MOST, 1 / 20, True, id="a-twentieth"),
        pytest.param(51, 1000, Rule.SHARE_AT_MOST, 1 / 20, False, id="more-than-a-twentieth"),
        pytest.param(50, 1, Rule.TIMES_AT_LEAST, 50, True, id="fifty-times"),
        pytest.param(49, 1, Rule.TIMES_AT_LEAST, 50, False, id="less-than-fifty-times"),
        pytest.param(60, 50, Rule.POINTS_ABOVE, 10, True, id="ten-points-above"),
        pytest.param(59, 50, Rule.POINTS_ABOVE, 10, False, id="nine-points-above"),
        pytest.param(0, 0, Rule.AT_MOST, 0, True, id="both-nothing"),
        pytest.param(9999, 1, Rule.NONE, 0, True, id="nothing-promised"),
    ],
)
def test_a_target_is_met_or_missed(
    ours: float, peer: float, rule: Rule, target: float, met: bool
) -> None:
    assert figure(ours, peer, rule, target).is_met is met


@pytest.mark.parametrize(
    ("value", "words"),
    [(0, "0"), (0.01234, "0.0123"), (2.5, "2.5"), (43.21, "43.2"), (2171.5, "2,172")],
)
def test_numbers_keep_three_digits(value: float, words: str) -> None:
    assert number(value) == words


def test_a_row_says_target_ratio_and_verdict() -> None:
    assert row(figure(40, 1000, Rule.SHARE_AT_MOST, 1 / 20)) == [
        "time, ms",
        "40",
        "1,000 (the other)",
        "1/25",
        "<= 1/20 of the peer",
        "yes",
    ]
    assert row(figure(10, 5, Rule.AT_MOST, 4))[3:] == ["2", "<= 4 ms", "NO"]
    assert row(figure(10, 5))[4:] == ["", ""]
    assert row(figure(10, 5, Rule.TIMES_AT_LEAST, 2))[3:] == ["2", ">= 2 x the peer", "yes"]
    assert row(figure(10, 5, Rule.POINTS_ABOVE, 9))[3:] == ["2", ">= the peer + 9 ms", "NO"]
    assert row(figure(0, 5, Rule.AT_MOST, 0))[3] == ""
    assert row(figure(5, 0, Rule.AT_MOST, 6))[3] == ""


def test_the_table_has_a_line_for_each_figure_and_aligned_columns() -> None:
    lines = table([figure(1, 2), figure(1000, 2)]).splitlines()
    assert len(lines) == 4
    assert len({len(line) for line in lines}) == 1
    assert [line.count("|") for line in lines] == [7, 7, 7, 7]
