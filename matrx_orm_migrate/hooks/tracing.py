"""The trace of the calls of hooks: to the log, and with MATRX_TRACE_PLUGINS=1 on standard error as well."""

from __future__ import annotations

import logging
import os
import sys
import time
from collections.abc import Callable, Sized
from typing import Any

__all__ = ["TRACE_VARIABLE", "traced"]

TRACE_VARIABLE = "MATRX_TRACE_PLUGINS"

log = logging.getLogger("matrx_orm_migrate.plugins")


def traced(plugin: str, hook: str, call: Callable[[], Any]) -> Any:
    """What ``call`` gives; which plugin was called, how long it took and how it ended is told where that is asked."""
    asked = os.environ.get(TRACE_VARIABLE, "") not in ("", "0")
    if not asked and not log.isEnabledFor(logging.DEBUG):
        return call()
    began = time.perf_counter()
    ended = ""
    try:
        result = call()
        ended = _shown(result)
        return result
    except BaseException as error:
        ended = f"{type(error).__name__}: {error}"
        raise
    finally:
        line = f"{plugin}: {hook}() → {ended} ({(time.perf_counter() - began) * 1000:.1f} ms)"
        log.debug(line)
        if asked:
            sys.stderr.write(f"plugins: {line}\n")


def _shown(result: Any) -> str:
    """A result in a word or two: what a hook gives may be long."""
    if result is None or isinstance(result, bool):
        return str(result)
    return f"{len(result)} given" if isinstance(result, Sized) else type(result).__name__
