"""The family of errors that mean misuse.

A generated program that fails is *not* an error of this family as seen by a caller: it is a normal outcome
and comes back as a :class:`sim.report.Report`. These exceptions say that somebody did something wrong: which
value, which rule it breaks, and what to do instead.

SimwrightError
    the root; everything that we raise on purpose
    UsageError
        a person or a caller of the library used a part of Simwright wrongly
    NotBegun
        a run was told to end before it had begun
    ProgramError
        a task program broke a rule of the task language; becomes a report
        ImpossibleGoal
            a goal that strict judging and this gripper cannot reach
        TableFull
            the objects do not fit on the table without touching
"""

from __future__ import annotations


class SimwrightError(Exception):
    """Root of everything that Simwright raises on purpose."""


class UsageError(SimwrightError):
    """A person or a caller used a part of Simwright wrongly; the message says what to do instead."""


class NotBegun(SimwrightError):
    """A run was told to end before it had begun; nothing is lost, and the same command begins it."""


class ProgramError(SimwrightError):
    """A task program broke a rule of the task language."""


class ImpossibleGoal(ProgramError):
    """A goal that strict judging or this gripper can never reach."""


class TableFull(ProgramError):
    """The objects of a scene do not fit on the table without touching each other."""
