"""Scores as Markdown for people and as data for programs. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from eval.scores import Difference, Interval, Score, differences, mean_of

# What `json.dumps` can write.
Data: TypeAlias = "str | int | float | bool | list[Data] | dict[str, Data] | None"

SCORE_COLUMNS = ("task", "policy", "success", "95 % interval", "reward", "episodes", "learned from")
DIFFERENCE_COLUMNS = ("task", "policy", "against", "difference", "95 % interval", "episodes")
Row = tuple[str, ...]


def score_rows(scores: Sequence[Score]) -> list[Row]:
    """Return a row for each score, task by task, and the means below."""
    tasks = list(dict.fromkeys(score.task for score in scores))
    policies = list(dict.fromkeys(score.policy for score in scores))
    rows = [_score_row(score) for task in tasks for score in scores if score.task == task]
    for policy in policies:
        rows += _mean_rows(policy, [score for score in scores if score.policy == policy])
    return rows


def difference_rows(scores: Sequence[Score]) -> list[Row]:
    """Return a row for each difference; none for a single policy."""
    return [
        (
            one.task or "mean", one.second, one.first, f"{100 * one.success:+.0f} points",
            f"{100 * one.interval[0]:+.0f} to {100 * one.interval[1]:+.0f}", str(one.episodes),
        )
        for one in differences(scores)
    ]  # fmt: skip


def markdown(scores: Sequence[Score]) -> str:
    """Return scores as a table, and differences as a second one where there are several policies."""
    parts = [table(SCORE_COLUMNS, score_rows(scores))]
    if rows := difference_rows(scores):
        parts.append(table(DIFFERENCE_COLUMNS, rows))
    return "\n\n".join(parts) + "\n"


def table(columns: Sequence[str], rows: Sequence[Row]) -> str:
    """Return a table in Markdown; columns of names are flush left, all others flush right."""
    named = {"task", "policy", "against", "learned from"}
    ruler = "|".join("---" if column in named else "--:" for column in columns)
    lines = [" | ".join(columns), *(" | ".join(row) for row in rows)]
    return "\n".join([f"| {lines[0]} |", f"|{ruler}|", *(f"| {line} |" for line in lines[1:])])


def as_data(scores: Sequence[Score]) -> Data:
    """Return scores as data.

    Of one policy `policy`, `mean` (with `low` and `high`), `tasks`, and the means over `seen` and `unseen`
    tasks. Of several `policies`, each name with the same as of one, and `differences`.
    """
    names = list(dict.fromkeys(score.policy for score in scores))
    of_each = {name: _of_one(name, [score for score in scores if score.policy == name]) for name in names}
    if len(names) == 1:
        return of_each[names[0]]
    return {"policies": dict(of_each), "differences": [_compared(one) for one in differences(scores)]}


def _of_one(name: str, scores: Sequence[Score]) -> Data:
    whole = mean_of(scores)
    tasks: dict[str, Data] = {
        score.task: {
            "success": round(score.success, 4), **_bounds(score.interval), "episodes": len(score.rollouts),
            "reward": round(score.reward, 4), "seen": score.seen,
        }
        for score in scores
    }  # fmt: skip
    return {
        "policy": name,
        "mean": round(whole.success, 4) if whole else None,
        **(_bounds(whole.interval) if whole else {}),
        "tasks": tasks,
        "seen": _mean_data([score for score in scores if score.seen]),
        "unseen": _mean_data([score for score in scores if not score.seen]),
    }


def _mean_data(scores: Sequence[Score]) -> Data:
    mean = mean_of(scores)
    if mean is None:
        return None
    figures: dict[str, Data] = {"mean": round(mean.success, 4), "reward": round(mean.reward, 4)}
    return {**figures, **_bounds(mean.interval), "tasks": mean.tasks}


def _compared(one: Difference) -> Data:
    return {
        "task": one.task or None, "first": one.first, "second": one.second,
        "difference": round(one.success, 4), **_bounds(one.interval), "episodes": one.episodes,
    }  # fmt: skip


def _bounds(interval: Interval) -> dict[str, Data]:
    return {"low": interval[0], "high": interval[1]}


def _score_row(score: Score) -> Row:
    seen = "seen" if score.seen else "unseen"
    return (
        score.task, score.policy, f"{score.success:.0%}", _said(score.interval), f"{score.reward:.2f}",
        str(len(score.rollouts)), seen,
    )  # fmt: skip


def _mean_rows(policy: str, scores: Sequence[Score]) -> Iterator[Row]:
    """Yield the mean over all tasks, and those over seen and unseen ones where there are both."""
    kinds = {
        "seen": [score for score in scores if score.seen],
        "unseen": [score for score in scores if not score.seen],
    }
    chosen = [("all", scores), *kinds.items()] if all(kinds.values()) else [("all", scores)]
    for kind, some in chosen:
        mean = mean_of(some)
        if mean is not None:
            row = (f"{mean.success:.0%}", _said(mean.interval), f"{mean.reward:.2f}", "")
            yield f"mean of {mean.tasks}", policy, *row, kind


def _said(interval: Interval) -> str:
    return f"{interval[0]:.0%} to {interval[1]:.0%}"
