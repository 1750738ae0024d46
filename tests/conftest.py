"""For all tests: the fixtures of the package, and signals as a terminal would have them."""

from __future__ import annotations

import signal
import subprocess

import pytest
from hypothesis import HealthCheck, settings

from matrx_orm_migrate.embedded import EmbeddedServer

pytest_plugins = ["matrx_orm_migrate.testing.fixtures"]

# A test run that a shell put into the background ignores SIGINT, and so would every program that it starts.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
if signal.getsignal(signal.SIGHUP) is signal.SIG_IGN:  # nohup
    signal.signal(signal.SIGHUP, signal.SIG_DFL)

# how long hypothesis takes to make its values says how busy the machine is, and nothing of what is tested
settings.register_profile("tests", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("tests")


@pytest.fixture(scope="session")
def tested_major(server: EmbeddedServer) -> int:
    """The major version of the server that is tested."""
    said = subprocess.run([server.bin_dir / "postgres", "--version"], capture_output=True, text=True, check=True).stdout
    return int(said.split()[-1].partition(".")[0])


@pytest.fixture(autouse=True)
def _since(request: pytest.FixtureRequest) -> None:
    """What speaks of newer PostgreSQL than the server's is skipped; nothing is on the one that is tested by default."""
    mark = request.node.get_closest_marker("since")
    if mark is not None and (found := request.getfixturevalue("tested_major")) < mark.args[0]:
        pytest.skip(f"it needs PostgreSQL {mark.args[0]}, and this is {found}")


@pytest.fixture(scope="session")
def matrx_server(server: EmbeddedServer) -> EmbeddedServer:
    """The server of the fixtures that applications get: one is enough."""
    return server
