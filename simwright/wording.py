"""How results are put into words, the same in tables and on pages."""

from __future__ import annotations

from sim.report import Report


def success_text(report: Report) -> str:
    """Write a success rate with its interval: "10 of 10 (95 % interval 72-100 %)"."""
    won = sum(episode.success for episode in report.episodes)
    text = f"{won} of {len(report.episodes)}"
    if report.interval is None:
        return text
    low, high = (round(100 * end) for end in report.interval)
    return f"{text} (95 % interval {low}-{high} %)"
