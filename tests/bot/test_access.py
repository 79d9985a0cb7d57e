"""Who may ask what, where."""

from __future__ import annotations

import pytest

from bot.access import Access, Rule
from bot.errors import Denied


def allowed(
    access: Access, user: str = "U1", channel: str = "C1", targets: tuple[str, ...] = ("prod",), command: str = "pods failed"
) -> bool:
    """Return whether it is let through."""
    try:
        access.check(user=user, channel=channel, targets=targets, command=command)
    except Denied:
        return False
    return True


def test_without_rules_everyone_reads() -> None:
    """The bot is of use before anybody has written rules; so far no command changes anything."""
    assert allowed(Access([]))


def test_with_rules_only_those_are_let_through_whom_one_names() -> None:
    """A rule lets in; there is none that shuts out, so that no order has to be understood."""
    access = Access([Rule(users=("U1",)), Rule(channels=("C9",))])
    assert allowed(access)
    assert allowed(access, user="U2", channel="C9")
    assert not allowed(access, user="U2")


def test_everything_in_one_rule_has_to_fit() -> None:
    """Two half fits make no whole one."""
    access = Access([Rule(users=("U1",), targets=("dev",)), Rule(users=("U2",), targets=("prod",))])
    assert allowed(access, targets=("dev",))
    assert not allowed(access, targets=("prod",))


def test_each_target_of_a_fan_out_has_to_be_allowed() -> None:
    """`@all` is no way around a rule."""
    access = Access([Rule(targets=("dev*",))])
    assert allowed(access, targets=("dev", "dev-eu"))
    assert not allowed(access, targets=("dev", "prod"))


def test_commands_and_targets_take_a_star() -> None:
    """Nobody lists forty commands."""
    access = Access([Rule(commands=("pods *", "pods"))])
    assert allowed(access)
    assert allowed(access, command="pods")
    assert not allowed(access, command="pod")


def test_a_rule_about_targets_does_not_hold_back_what_asks_none() -> None:
    """Who may only ask `dev` still wants to read the help."""
    access = Access([Rule(users=("U1",), targets=("dev",))])
    assert allowed(access, targets=(), command="help")
    assert not allowed(access, user="U2", targets=(), command="help")


def test_a_refusal_names_what_is_refused_and_where_the_rules_are() -> None:
    """People can then ask for it by name."""
    with pytest.raises(Denied, match=r"pods failed of @prod.*`access`"):
        Access([Rule(users=("U9",))]).check(user="U1", channel="C1", targets=("prod",), command="pods failed")


def test_an_unknown_user_matches_no_named_one() -> None:
    """An event without a user is nobody's, least of all an administrator's."""
    assert not allowed(Access([Rule(users=("U1",))]), user="")
