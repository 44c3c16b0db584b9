#!/usr/bin/env bash
# Make .venv and install everything into it. `make install` calls this; run it from the repository's root.
#
# It may be interrupted at any point and run again. It never touches another Python than the one in .venv.
# Reads PYTHON, TORCH_INDEX and VERBOSE from the environment; `make help` says what they do.
set -euo pipefail

say() { printf '%s\n' "$*" >&2; }

refuse_other_platforms() {
  [[ "$(uname -s) $(uname -m)" == "Linux x86_64" ]] && return
  say "PyBullet has no wheel for $(uname -s) on $(uname -m), only for Linux on x86-64. What you can do:"
  say "  - build the Dockerfile in this folder for linux/amd64 and run Simwright in it; or"
  say "  - on a Mac, take pybullet from conda-forge (nobody has tested this):"
  say "      conda create -n simwright -c conda-forge python=3.11 pybullet && conda activate simwright"
  say "      pip install -e . && simwright explore"
  exit 1
}

# Succeed when the command $1 runs CPython 3.11, 64 bit. A pyenv shim may exist and not run.
is_wanted() {
  "$1" -c 'import sys
good = sys.version_info[:2] == (3, 11) and sys.implementation.name == "cpython" and sys.maxsize > 2**32
sys.exit(not good)' >/dev/null 2>&1
}

# Debian has ensurepip, which venv needs, in a package of its own.
can_make_venv() {
  "$1" -c 'import ensurepip, venv' 2>/dev/null
}

# Print the first usable Python.
find_python() {
  local candidates=(python3.11 python3 python) candidate
  [[ -n "${PYTHON:-}" ]] && candidates=("$PYTHON")
  for candidate in "${candidates[@]}"; do
    if is_wanted "$candidate" && can_make_venv "$candidate"; then
      printf '%s\n' "$candidate"
      return
    fi
  done
}

refuse_without_python() {
  say "Simwright needs CPython 3.11, because PyBullet has a wheel for that version only, and none was found"
  say "(looked for: ${PYTHON:-python3.11, python3, python, uv}). What you can do:"
  if is_wanted python3.11 && ! can_make_venv python3.11; then
    say "  - python3.11 is there but cannot make environments: sudo apt install python3.11-venv"
  fi
  say "  - install uv (https://docs.astral.sh/uv), which fetches Python 3.11 by itself; or"
  say "  - Ubuntu: sudo add-apt-repository ppa:deadsnakes/ppa && sudo apt install python3.11 python3.11-venv; or"
  say "  - conda: conda create -n py311 python=3.11 && conda activate py311; or"
  say "  - build the Dockerfile in this folder and run Simwright in it."
  say "Then run make again. A Python elsewhere: make install PYTHON=/path/to/python3.11"
  exit 1
}

# An environment that runs is never removed, only completed; one that does not run is made anew.
make_venv() {
  if .venv/bin/python -c '' 2>/dev/null; then
    complete_venv
    return
  fi
  rm -rf .venv
  local python
  python="$(find_python)"
  if [[ -n "$python" ]]; then
    say "1/3  Making .venv with $("$python" --version)"
    "$python" -m venv .venv
  elif [[ -z "${PYTHON:-}" ]] && command -v uv >/dev/null; then
    say "1/3  Making .venv with uv and Python 3.11"
    uv venv --quiet --seed --python 3.11 .venv
  else
    refuse_without_python
  fi
}

complete_venv() {
  if ! is_wanted .venv/bin/python; then
    say ".venv runs $(.venv/bin/python --version), and Simwright needs CPython 3.11."
    say "Remove it (rm -rf .venv) and run make again."
    exit 1
  fi
  say "1/3  Using .venv as it is"
  .venv/bin/python -m pip --version >/dev/null 2>&1 || .venv/bin/python -m ensurepip >/dev/null
}

pip_install() {
  local quiet=--quiet
  [[ -n "${VERBOSE:-}" ]] && quiet=
  .venv/bin/python -m pip install --disable-pip-version-check $quiet "$@"
}

# torch comes first and truly alone: its index then never answers for another package, and all that it
# depends on comes from the usual place, in the versions of constraints.txt, with everything else.
install_torch() {
  local torch
  torch="$(grep '^torch==' constraints.txt)"
  say "2/3  Installing ${torch/==/ }${TORCH_INDEX:+ from $TORCH_INDEX} (a large download)"
  pip_install --no-deps ${TORCH_INDEX:+--index-url "$TORCH_INDEX"} "$torch"
}

install_everything_else() {
  say "3/3  Installing Simwright and $(grep -c '==' constraints.txt) pinned packages (minutes)"
  pip_install --constraint constraints.txt --editable '.[dev]'
}

refuse_other_platforms
make_venv
install_torch
install_everything_else
say "Installed in $SECONDS s. Next: make explore"
