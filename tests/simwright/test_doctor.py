"""What the doctor finds, and what is to be done about it."""

from __future__ import annotations

import asyncio
import sys
from importlib import metadata
from pathlib import Path

import pytest

from memory.minilm import WEIGHTS_SHA256
from memory.workspace import Workspace
from sim.build import layers_in_force
from sim.sandbox.layers import FROM_KERNEL, LAYERS
from simwright import doctor
from tests.simwright.door import Knock, made_workspace


def test_this_machine_is_well(knock: Knock) -> None:
    ran = knock("doctor", "--json")
    found = {finding["subject"]: finding for finding in ran.data["findings"]}
    assert ran.code == 0
    assert {"python", "torch", "simulator", "embedding model", "sandbox", "workspace", "disk"} <= set(found)
    assert [one["subject"] for one in ran.data["findings"] if one["state"] == "bad"] == []


def test_the_doctor_names_every_layer_of_the_sandbox(knock: Knock) -> None:
    layers = knock("doctor", "--json").data["sandbox"]
    assert tuple(layers) == LAYERS
    in_force = asyncio.run(layers_in_force())
    assert layers == {layer: layer in in_force for layer in LAYERS}
    assert all(layers[layer] for layer in LAYERS if layer not in FROM_KERNEL)


def test_the_doctor_knows_the_weights_that_the_memory_uses() -> None:
    assert doctor.MODEL_SHA256 == WEIGHTS_SHA256


def test_a_missing_package_is_bad_and_names_the_remedy(knock: Knock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metadata, "requires", lambda name: ["no-such-package>=1.0", "torch==0.0.1"])
    ran = knock("doctor")
    assert ran.code == 1
    assert "pip install 'no-such-package>=1.0'" in ran.out
    assert "tested with 0.0.1" in ran.out
    assert "bad" in ran.err


def test_every_finding_that_is_not_ok_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metadata, "requires", lambda name: ["no-such-package>=1.0"])
    monkeypatch.setattr(sys, "version_info", (3, 13, 0))
    findings = list(doctor.examine(Workspace(Path("workspace"))))
    assert {finding.subject for finding in findings if finding.state == "bad"} >= {
        "python",
        "no-such-package",
    }
    assert [finding for finding in findings if finding.state != "ok" and not finding.remedy] == []


def test_looking_makes_nothing(knock: Knock) -> None:
    knock("doctor", "--workspace", "nowhere")
    assert not Path("nowhere").exists()


def test_a_place_that_cannot_be_written_is_bad(knock: Knock) -> None:
    ran = knock("doctor", "--json", "--workspace", "/proc/nowhere")
    (found,) = [finding for finding in ran.data["findings"] if finding["subject"] == "workspace"]
    assert (ran.code, found["state"]) == (1, "bad")


def test_a_missing_index_beside_a_library_is_a_warning(knock: Knock) -> None:
    made_workspace(Path("workspace"))
    (found,) = [
        finding for finding in knock("doctor", "--json").data["findings"] if finding["subject"] == "index"
    ]
    assert found["state"] == "warn"
    assert "memory rebuild" in found["remedy"]
