import itertools
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vkpp.core import disclosure
from vkpp.core.disclosure import Cell, Reason, Whole


def group(words):
    return frozenset(words)


def reasons(*groups, **more):
    return [decision.reason for decision in disclosure.release([group(one) for one in groups], **more)]


def test_group_of_enough_contributors_is_shown():
    assert reasons("abcd") == [Reason.NONE]


def test_group_of_few_is_withheld():
    assert reasons("abc", "") == [Reason.FEW, Reason.EMPTY]


def test_reader_does_not_count_among_the_others():
    assert reasons("abcd", known=group("a")) == [Reason.FEW]


def test_part_whose_rest_is_small_is_withheld():
    assert reasons("abcdefgh", "abcdef") == [Reason.NONE, Reason.DIFFERENCE]


def test_part_whose_rest_is_small_beside_the_reader_is_withheld():
    assert reasons("abcdefghij", "abcde", known=group("j")) == [Reason.NONE, Reason.NONE]
    assert reasons("abcdefgh", "abcd", known=group("h")) == [Reason.NONE, Reason.DIFFERENCE]


def test_parts_that_leave_a_small_rest_together_are_withheld():
    assert reasons("abcdefghij", "abcd", "efgh") == [Reason.NONE, Reason.NONE, Reason.DIFFERENCE]


def test_what_was_shown_at_another_time_is_set_off_too():
    assert reasons("abcdX", already=[group("abcde")]) == [Reason.DIFFERENCE]
    assert reasons("efgh", already=[group("abcd")]) == [Reason.NONE]


def test_change_of_few_between_two_times_is_found_whatever_else_changed():
    then = frozenset((member, "old") for member in "abcdefgh")
    now = frozenset((member, "new" if member in "abc" else "old") for member in "abcdefgh")

    decision = disclosure.release([now], already=[then], states=True)[0]

    assert decision.reason == Reason.DIFFERENCE
    moved = frozenset((member, "new" if member in "abcd" else "old") for member in "abcdefgh")
    assert disclosure.release([moved], already=[then], states=True)[0].shown


def test_figure_shown_before_may_be_shown_again():
    assert reasons("abcd", "abcd") == [Reason.NONE, Reason.NONE]


def test_sum_and_difference_of_three_groups_is_found():
    assert reasons("abcdefgh", "efghijkl", "abcdijklx") == [Reason.NONE, Reason.NONE, Reason.NONE]
    assert disclosure.isolated([group("abcd"), group("efgh"), group("abcdefghx")], 4) == group("x")


def test_figure_in_which_all_said_the_same_is_withheld():
    same = Cell(group("abcde"), {"3": 5})
    one_differs = Cell(group("abcde"), {"3": 4, "1": 1})

    assert disclosure.decide([same])[0].reason == Reason.SAME
    assert disclosure.decide([one_differs])[0].shown
    assert disclosure.decide([one_differs], known=group("a"), own="1")[0].reason == Reason.SAME


def test_part_whose_rest_all_said_the_same_is_withheld():
    nation = Cell(group("abcdefghij"), {"3": 5, "1": 5})
    region = Cell(group("abcde"), {"1": 5})
    mixed = Cell(group("abcde"), {"1": 4, "3": 1})
    rest_alike = Cell(group("abcde"), {"3": 0, "1": 5})

    assert disclosure.decide([nation, region])[1].reason == Reason.SAME
    assert disclosure.decide([nation, mixed])[1].shown
    assert disclosure.decide([Cell(group("abcdefghij"), {"3": 6, "1": 4}), Cell(group("abcde"), {"3": 1, "1": 4})])[
        1
    ].reason == (Reason.SAME)
    assert disclosure.decide([nation, rest_alike])[1].reason == Reason.SAME


def rank(rows):
    rows, done = [list(map(Fraction, row)) for row in rows], 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((at for at in range(done, len(rows)) if rows[at][column]), None)
        if pivot is None:
            continue
        rows[done], rows[pivot] = rows[pivot], rows[done]
        for at in range(done + 1, len(rows)):
            times = rows[at][column] / rows[done][column]
            rows[at] = [value - times * head for value, head in zip(rows[at], rows[done], strict=True)]
        done += 1
    return done


def singled_out(groups, everybody, minimum):
    """The slow and simple truth over the rationals: some combination rests on fewer than `minimum` contributors."""
    if not groups:
        return False
    rows = [[int(member in one) for member in everybody] for one in groups]
    whole = rank(rows)
    for number in range(1, minimum):
        for chosen in itertools.combinations(range(len(everybody)), number):
            rest = [[value for at, value in enumerate(row) if at not in chosen] for row in rows]
            if rank(rest) < whole:
                return True
    return False


GROUPS = st.lists(st.frozensets(st.integers(0, 8), max_size=9), min_size=1, max_size=5)


@settings(max_examples=150, deadline=None)
@given(groups=GROUPS, reader=st.integers(-1, 8), minimum=st.integers(2, 4))
def test_no_combination_of_released_groups_singles_out_few(groups, reader, minimum):
    known = frozenset([reader]) if reader >= 0 else frozenset()

    decisions = disclosure.release(groups, known=known, minimum=minimum)

    others = [member for member in range(9) if member not in known]
    released = [one - known for one, decision in zip(groups, decisions, strict=True) if decision.shown]
    assert not singled_out(released, others, minimum)


@settings(max_examples=150, deadline=None)
@given(groups=GROUPS)
def test_what_is_withheld_would_have_singled_somebody_out(groups):
    decisions = disclosure.release(groups, minimum=3)

    shown = []
    for one, decision in zip(groups, decisions, strict=True):
        if decision.shown:
            shown.append(one)
        elif decision.reason == Reason.DIFFERENCE:
            assert singled_out([*shown, one], list(range(9)), 3)


@pytest.mark.parametrize(("count", "shown"), [(0, 0), (1, None), (4, None), (5, 5), (7, 5), (8, 10), (23, 25)])
def test_few_people_are_withheld_and_more_are_rounded(count, shown):
    assert disclosure.people(count) == shown


def test_one_withheld_count_of_a_row_takes_the_smallest_other_with_it():
    assert disclosure.people_in_row([3, 12, 40]) == [None, None, 40]
    assert disclosure.people_in_row([3, 2, 40]) == [None, None, 40]
    assert disclosure.people_in_row([8, 12]) == [10, 10]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(st.integers(0, 12), min_size=3, max_size=3), min_size=2, max_size=4))
def test_no_row_or_column_of_a_table_has_one_withheld_count(rows):
    shown = disclosure.people_in_table(rows)

    for line in [*shown, *zip(*shown, strict=True)]:
        assert list(line).count(None) != 1


def whole(contributors, *parts, levels=("1", "2")):
    half = len(contributors) // 2
    counts = {levels[0]: half, levels[-1]: len(contributors) - half}
    return Whole(Cell(group(contributors), counts), tuple(None if part is None else group(part) for part in parts))


def wholes(*given, **more):
    return [decision.reason for decision in disclosure.decide_wholes(given, **more)]


def test_whole_of_which_a_part_is_withheld_is_withheld():
    assert wholes(whole("abcdef", "abcdef", None)) == [Reason.PART]
    assert wholes(whole("abcdef", "abcdef", "abcdef")) == [Reason.NONE]


def test_whole_of_few_is_withheld_though_its_parts_are_not():
    assert wholes(whole("abc", "abcdef", "abcghi", "abcjkl")) == [Reason.FEW]


def test_whole_in_which_few_gave_fewer_parts_is_withheld():
    everybody = "abcdefghijkl"
    assert wholes(whole(everybody, everybody, "abcdefghijk")) == [Reason.DIFFERENCE]
    assert wholes(whole(everybody, everybody, "abcdefgh")) == [Reason.NONE]
    assert wholes(whole(everybody, everybody, "abc")) == [Reason.DIFFERENCE]


def test_reader_s_own_missing_part_tells_nothing():
    everybody = "abcdefghijkl"
    assert wholes(whole(everybody, everybody, "abcdefghijk"), known=group("l")) == [Reason.NONE]


def test_group_of_a_whole_that_leaves_a_small_rest_is_withheld():
    nation, region = "abcdefghijkl", "abcdef"
    odd = "abcdghij"  # e f in the region, k l elsewhere gave one part only
    assert wholes(whole(nation, nation, odd), whole(region, region, "abcd")) == [Reason.NONE, Reason.DIFFERENCE]


def test_whole_in_which_all_are_alike_is_withheld():
    alike = Whole(Cell(group("abcdef"), {"2": 6}), (group("abcdef"),))
    assert wholes(alike) == [Reason.SAME]
