"""What a thousand entities cost: `crudgen check`, the first answer, a request to the last entity, the OpenAPI document, memory.

`make bench-scale` prints the table. Figures of a noisy machine: trust the ratios, and times only by their order.
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

TARGETS = {
    "check_cpu_s": 5.0,
    "first_answer_s": 5.0,
    "last_entity_ratio": 1.1,
    "openapi_first_s": 3.0,
    "openapi_after_ms": 20.0,
    "memory_mb": 400.0,
}
"""The figures that the project promises for 1,000 entities of 20 fields."""

FIELDS = """\
label: Entity {number}
group: Group {group}
fields:
  name: {{type: string, required: true, max_length: 80}}
  code: {{type: string, max_length: 20, unique: true}}
  parent: {parent}
  about: text
  email: email
  phone: phone
  site: url
  count: {{type: int, min: 0}}
  size: float
  price: {{type: decimal, precision: 10, scale: 2}}
  is_open: {{type: bool, default: true}}
  starts_on: date
  starts_at: datetime
  opens: time
  status: {{type: enum, values: [draft, placed, paid], default: draft}}
  extra: json
  words: {{type: list, of: string}}
  token: uuid
  tint: color
  slug: slug
search: [name, code]
access: {{read: public, create: authenticated}}
admin: {{list: [name, code, status, price], filters: [status]}}
"""


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured; names end in the unit."""

    entities: int
    check_cpu_s: float
    revise_s: float
    upgrade_s: float
    first_answer_s: float
    last_entity_us: float
    only_entity_us: float
    last_entity_ratio: float
    openapi_first_s: float
    openapi_after_ms: float
    memory_mb: float


@dataclass(frozen=True, slots=True)
class Server:
    """A running `crudgen serve`."""

    process: subprocess.Popen[str]
    connection: HTTPConnection

    def get(self, path: str) -> bytes:
        """Return the body of a 200 answer."""
        self.connection.request("GET", path)
        answer = self.connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"GET {path} answered {answer.status}: {body[:300]!r}")
        return body

    def cpu(self) -> float:
        """Return the processor time that the server has used, in seconds."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory(self) -> float:
        """Return the most memory that the server has held, in MB."""
        lines = Path(f"/proc/{self.process.pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


def write_project(root: Path, entities: int) -> Path:
    """Write a project of `entities` entities with 20 fields each; every one refers to the one before it."""
    (root / "schemas").mkdir(parents=True)
    (root / "config.yaml").write_text('title: Scale\ndatabase: {url: "sqlite:///data/app.db"}\n')
    for number in range(entities):
        parent = entity_name(max(number - 1, 0))
        text = FIELDS.format(number=number, group=number // 50, parent=f"{{type: {parent}, inverse: children_{number}}}")
        (root / "schemas" / f"{entity_name(number)}.yaml").write_text(text)
    return root


def entity_name(number: int) -> str:
    """Return the name of the entity with that number.

    >>> entity_name(7)
    'e0007'
    """
    return f"e{number:04}"


def run(root: Path, *command: str) -> tuple[float, float]:
    """Run a crudgen command on the project and return its time and its processor time, in seconds."""
    started, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([sys.executable, "-m", "crudgen", *command, "--project", str(root)], capture_output=True, text=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        raise RuntimeError(f"crudgen {' '.join(command)} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return time.monotonic() - started, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


@contextmanager
def serve(root: Path) -> Iterator[Server]:
    """Serve the project on a free port while the block runs."""
    command = [sys.executable, "-m", "crudgen", "serve", "--port", "0", "--project", str(root)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    try:
        address = read_address(process)
        with closing(HTTPConnection(address.hostname or "", address.port, timeout=60)) as connection:
            yield Server(process, connection)
    finally:
        process.terminate()
        process.communicate(timeout=30)


def read_address(process: subprocess.Popen[str]) -> SplitResult:
    """Wait for the line that says where the server answers."""
    seen = ""
    for line in process.stderr or ():
        seen += line
        if line.startswith("crudgen: serving on "):
            return urlsplit(line.split()[-1])
    raise RuntimeError(f"the server did not start:\n{seen}")


def measure(entities: int = 1000, requests: int = 400, rounds: int = 7) -> Figures:
    """Make two projects, of `entities` entities and of one, and measure them; the rounds of requests are interleaved."""
    with tempfile.TemporaryDirectory() as folder:
        many, one = write_project(Path(folder, "many"), entities), write_project(Path(folder, "one"), 1)
        _, check_cpu = run(many, "check")
        revise, _ = run(many, "revise", "-m", "first")
        upgrade, _ = run(many, "upgrade")
        run(one, "revise", "-m", "first")
        run(one, "upgrade")
        last, only = f"/api/{entity_name(entities - 1)}?limit=5", f"/api/{entity_name(0)}?limit=5"
        started = time.monotonic()
        with serve(many) as server:
            server.get(last)
            first_answer = time.monotonic() - started
            with serve(one) as small:
                ratio = compare(server, last, small, only, requests, rounds)
            openapi = [timed(server, "/api/openapi.json") for _ in range(12)]
            return Figures(
                entities=entities,
                check_cpu_s=check_cpu,
                revise_s=revise,
                upgrade_s=upgrade,
                first_answer_s=first_answer,
                last_entity_us=ratio[0],
                only_entity_us=ratio[1],
                last_entity_ratio=ratio[0] / ratio[1],
                openapi_first_s=openapi[0],
                openapi_after_ms=statistics.median(openapi[1:]) * 1000,
                memory_mb=server.memory(),
            )


def timed(server: Server, path: str) -> float:
    """Return how long one answer takes, in seconds."""
    started = time.monotonic()
    server.get(path)
    return time.monotonic() - started


def compare(many: Server, last: str, one: Server, only: str, requests: int, rounds: int) -> tuple[float, float]:
    """Return the server's processor time for a request to each, in microseconds: medians of interleaved rounds."""
    costs: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds + 1):
        for (server, path), cost in zip(((many, last), (one, only)), costs, strict=True):
            before = server.cpu()
            for _ in range(requests):
                server.get(path)
            cost.append((server.cpu() - before) / requests * 1e6)
    return statistics.median(costs[0][1:]), statistics.median(costs[1][1:])


def print_table(figures: Figures) -> None:
    """Print each figure beside its target."""
    for name, value in asdict(figures).items():
        target = TARGETS.get(name)
        verdict = "" if target is None else f"   target {target:g}{'' if value <= target else '   MISSED'}"
        print(f"{name:20} {value:10.2f}{verdict}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entities", type=int, default=1000)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    figures = measure(options.entities)
    if options.json:
        print(json.dumps(asdict(figures)))
    else:
        print_table(figures)


if __name__ == "__main__":
    main()
