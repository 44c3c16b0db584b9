# Simwright for machines where PyBullet has no wheel. Not built or tried yet: it was written where no Docker
# engine runs. If it fails for you, please say how.
#
#   docker build --platform linux/amd64 -t simwright .
#   docker run --rm -v "$PWD/workspace:/simwright/workspace" simwright explore
#
# The small CPU build of torch: --build-arg TORCH_INDEX=URL, with the CPU index of PyTorch's installation page.
# Files that you want to write to from outside belong to user 1000 in the container; on Linux, add
# --user "$(id -u):$(id -g)" if that is not you.

FROM python:3.11-slim

ARG TORCH_INDEX=""

RUN useradd --create-home --uid 1000 simwright
WORKDIR /simwright

# What changes seldom comes first: torch alone, then every other pinned package, then our own source.
# The packages are empty at first: an editable install only notes where they are.
COPY constraints.txt ./
RUN pip install --no-cache-dir --no-deps ${TORCH_INDEX:+--index-url "$TORCH_INDEX"} \
    "$(grep '^torch==' constraints.txt)"

COPY pyproject.toml README.md LICENSE ./
RUN for name in sim memory agents graphs policy eval simwright; do \
        mkdir "$name" && touch "$name/__init__.py"; \
    done \
    && pip install --no-cache-dir --constraint constraints.txt --editable .

COPY . .
RUN install --directory --owner=simwright workspace
USER simwright
ENTRYPOINT ["simwright"]
CMD ["--help"]
