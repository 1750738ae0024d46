"""How a command ends when it does not end well: a few lines on standard error, or JSON, and the exit code."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping, Sequence
from typing import TextIO

import click

from matrx_orm_migrate.cli.streams import document, visible

__all__ = ["Interrupted", "describe", "redact", "redact_urls", "report"]

_MOST_LINES = 10
_LONGEST_LINE = 400
_PASSWORD_IN_URL = re.compile(r"(://[^\s/@:]*:)[^\s@]+(?=@)")
_PASSWORD_PARAMETER = re.compile(
    r"(?i)((?:password|passwd)(?:\W{0,3}[=:]\s*|\s+(?=')))('(?:[^']|'')*'|\"[^\"]*\"|[^\s&,;'\")]+)"
)
_MIGRATING = frozenset({"migrate", "rollback", "migrate_rebuild", "migrate-rebuild"})
_OUTCOME = "What was finished before stays as it is; `matrx-orm status` tells how far it came."


class Interrupted(BaseException):
    """A signal ended the command.  ``exit_code`` is 130 for SIGINT and 143 for SIGTERM, ``error`` what came of it."""

    def __init__(self, number: int, error: Exception | None = None) -> None:
        super().__init__(f"signal {number}")
        self.exit_code = 128 + number
        self.error = error


def report(error: BaseException, arguments: Sequence[str]) -> int:
    """Tell of an error in the way that the command line asked for, and return the exit code."""
    described = describe(error)
    if described["type"] == "Interrupted" and _MIGRATING.intersection(arguments):
        described["hint"] = _OUTCOME
    code = described["exit_code"]
    assert isinstance(code, int)
    if "--json" in arguments:
        import json

        _write(document(), json.dumps({"error": described}, indent=2, ensure_ascii=False, default=str) + "\n")
    else:
        _write(sys.stderr, "".join(f"{line}\n" for line in _lines(described, arguments)))
    if "--debug" in arguments and isinstance(error, Exception) and not isinstance(error, click.ClickException):
        import traceback

        _write(sys.stderr, visible(redact("".join(traceback.format_exception(error)))))
    return code


def describe(error: BaseException) -> dict[str, object]:
    """The error as ``--json`` gives it: type, message, hint, exit_code, and the attributes that its class documents."""
    if isinstance(error, Interrupted):
        inner = describe(error.error) if error.error is not None else {}
        what = "interrupted" if error.exit_code == 130 else "terminated"
        because = f"{what}: {inner['message']}" if inner.get("exit_code") in (5, 7) else what
        return {"type": "Interrupted", "message": because, "hint": "", "exit_code": error.exit_code}
    if isinstance(error, click.Abort | KeyboardInterrupt | EOFError):
        return {"type": "Interrupted", "message": "interrupted", "hint": "", "exit_code": 130}
    if isinstance(error, click.ClickException):
        command = getattr(getattr(error, "ctx", None), "command_path", "matrx-orm")
        return {
            "type": "UsageError",
            "message": redact(error.format_message()),
            "hint": f"See `{command} --help`.",
            "exit_code": error.exit_code,
        }
    from matrx_orm_migrate.errors import MatrxMigrateError

    if isinstance(error, MatrxMigrateError):
        known = {"message", "hint"}
        attributes = {key: value for key, value in _attributes(error).items() if key not in known}
        return {
            "type": type(error).__name__,
            "message": redact(error.message),
            "hint": _plugins_hint(error.__cause__)
            or redact(error.hint or ("Please report this." if error.exit_code == 1 else "")),
            "exit_code": error.exit_code,
            **attributes,
        }
    if isinstance(error, OSError) and error.filename is not None:
        # a folder that may not be written to, a disk that is full: the machine's, and not ours
        return {
            "type": type(error).__name__,
            "message": f"{redact(str(error.filename))}: {error.strerror or error}",
            "hint": "See that the path is right, that this user may write there, and that there is room.",
            "exit_code": 2,
        }
    return {
        "type": type(error).__name__,
        "message": f"a bug in matrx-orm-migrate: {type(error).__name__}: {redact(str(error), secrets=True)}",
        "hint": "Please report it, with what the same command prints with --debug.",
        "exit_code": 1,
    }


def _plugins_hint(cause: BaseException | None) -> str:
    """What to do where a plugin raised what made a migration fail: the file is in order."""
    if not getattr(cause, "__notes__", ()):
        return ""
    from matrx_orm_migrate.hooks.answers import plugin_in_notes

    plugin = plugin_in_notes(cause)
    return f"Mend plugin {plugin!r}, or do without it: --no-plugin {plugin}." if plugin else ""


def redact(text: str, *, secrets: bool = False) -> str:
    """The text without passwords: those in URLs, and with ``secrets`` every one that the environment is known to have.

    Our own messages have none to begin with; this is for texts that others made.
    """
    text = _PASSWORD_PARAMETER.sub(r"\1***", redact_urls(text))
    if secrets:
        for name, value in os.environ.items():
            if name.upper().endswith("PASSWORD") and len(value) > 3:
                text = text.replace(value, "***")
    return text


def redact_urls(text: str) -> str:
    """The text without passwords in URLs, for results: a column of theirs may be called ``password``."""
    return _PASSWORD_IN_URL.sub(r"\1***", text) if "://" in text else text


def _attributes(error: Exception) -> Mapping[str, object]:
    found: dict[str, object] = {}
    for key, value in vars(error).items():
        if not key.startswith("_"):
            found[key] = redact(value) if isinstance(value, str) else value
    return found


def _lines(described: Mapping[str, object], arguments: Sequence[str]) -> list[str]:
    """At most ten lines: the message, shortened in the middle where it must be, then what to do now."""
    red, blue, off = ("\x1b[1;31m", "\x1b[34m", "\x1b[0m") if _in_colour(arguments) else ("", "", "")
    message, hint = str(described["message"]).splitlines(), str(described["hint"]).splitlines()
    message += [f"  - {line}" for line in _listed(described)]
    hint = hint[:3]
    room = _MOST_LINES - len(hint)
    if len(message) > room:
        message = [*message[: room - 1], f"  … and {len(message) - room + 1} more lines (--json has them all)"]
    message = [line if len(line) <= _LONGEST_LINE else f"{line[:_LONGEST_LINE]}…" for line in message]
    message, hint = [visible(line) for line in message], [visible(line) for line in hint]
    first, *rest = message or [str(described["type"])]
    shown = [f"{red}error:{off} {first}", *rest]
    if hint:
        shown += [f"{blue}hint:{off} {hint[0]}", *(f"      {line}" for line in hint[1:])]
    return shown


def _listed(described: Mapping[str, object]) -> list[str]:
    """The differences, unless the message has them already."""
    differences, message = described.get("differences"), str(described["message"])
    listed = [str(item) for item in differences] if isinstance(differences, list | tuple) else []
    return [] if any(item in message for item in listed) else listed


def _in_colour(arguments: Sequence[str]) -> bool:
    return sys.stderr.isatty() and "--no-color" not in arguments and not os.environ.get("NO_COLOR")


def _write(stream: TextIO, text: str) -> None:
    try:
        stream.write(text)
        stream.flush()
    except OSError:
        pass  # nobody listens any more; the exit code still tells
