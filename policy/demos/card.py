"""The dataset card of a store: what is in it, how to load it, how it was made.

Source of the form: the dataset cards of the Hugging Face hub, whose front matter lists the files of each
configuration and split.
"""

from __future__ import annotations

from policy.demos.rows import COLUMNS
from policy.demos.seeds import SPLITS
from policy.demos.store import DATA, DemoStore
from sim.atomic import write_file

TEXT = """\
# Demonstrations recorded by Simwright

{episodes} oracle episodes of {tasks} tasks, {steps} steps. Every episode ended in success; training has even
seeds, validation odd ones, test those from 10,001 on. Recorded in simulation, in the domain
`{domain}`: no robot was involved.

```python
from datasets import load_dataset

everything = load_dataset("PATH/OF/THIS/FOLDER")
one_task = load_dataset("PATH/OF/THIS/FOLDER", "{example}")
```

## What is here

| task | {splits} |
|---|{lines}|
{counts}

Failed episodes are listed with their reason in `shards.jsonl`, beside the SHA-256 of every file; `demos.json`
has the SHA-256 of each task's program.

## Columns

One row is one step: a picture before the action, and the action.

| column | meaning |
|---|---|
{columns}
"""


def write_card(store: DemoStore) -> None:
    """Write README.md; it describes what the store holds now."""
    front = "\n".join(["---", "license: mit", "task_categories:", "- robotics", *_configs(store), "---", ""])
    write_file(store.folder / "README.md", (front + _text(store)).encode())


def _configs(store: DemoStore) -> list[str]:
    lines = ["configs:"]
    for name in ("default", *store.plan.tasks):
        folder = "*" if name == "default" else name
        with_rows = {s.split for s in store.shards if s.steps and name in ("default", s.task)}
        if not with_rows:
            continue
        lines += [f"- config_name: {name}", "  data_files:"]
        for split in (split for split in SPLITS if split in with_rows):
            lines += [f"  - split: {split}", f"    path: {DATA}/{folder}/{split}-*.parquet"]
    return lines


def _text(store: DemoStore) -> str:
    counts = [
        [str(sum(shard.episodes for shard in store.of(task, split))) for split in SPLITS]
        for task in store.plan.tasks
    ]
    return TEXT.format(
        episodes=sum(shard.episodes for shard in store.shards),
        steps=sum(shard.steps for shard in store.shards),
        tasks=len(store.plan.tasks),
        domain=store.plan.domain.name,
        example=next(iter(store.plan.tasks)),
        splits=" | ".join(SPLITS),
        lines="|".join(["---:"] * len(SPLITS)),
        counts="\n".join(
            f"| {task} | {' | '.join(row)} |" for task, row in zip(store.plan.tasks, counts, strict=True)
        ),
        columns="\n".join(f"| `{name}` | {meaning} |" for name, _, meaning in COLUMNS),
    )
