"""A page of the documentation as somebody types it: files are written, commands run, and what is shown is compared."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Block", "blocks_of", "expect", "type_in", "write_files"]

_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_FILE = re.compile(r"(?:#|--) ([\w/.-]+\.\w+)\n")
_MARK = "-- typed --"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One block of code; ``file`` is the name that stands in its first line, or empty."""

    language: str
    text: str
    file: str = ""


def blocks_of(page: Path) -> list[Block]:
    """All blocks of a page, in order."""
    return [
        Block(language=language, text=text, file=match[1] if (match := _FILE.match(text)) else "")
        for language, text in _BLOCK.findall(page.read_text(encoding="utf-8"))
    ]


def write_files(blocks: Sequence[Block], folder: Path) -> None:
    """Write the files that the page shows."""
    for block in blocks:
        if block.file:
            path = folder / block.file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.text, encoding="utf-8")


def type_in(blocks: Sequence[Block], folder: Path, environment: Mapping[str, str]) -> None:
    """Type the blocks in, in one shell, and expect what each ``text`` block shows, line for line and in that order.

    Raises `AssertionError` where a command fails, or does not print what is shown.
    """
    run = subprocess.run(
        ["bash", "-c", "\n".join(["set -e", *_script(blocks)])],
        cwd=folder,
        env=dict(environment),
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    printed = run.stdout.split(f"{_MARK}\n")[1:]
    shown = [block for block in blocks if block.language in ("sh", "text")]
    for number, block in enumerate(shown):
        if block.language == "text":
            commands = sum(before.language == "sh" for before in shown[:number])
            expect(block.text, printed[commands - 1])


def _script(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        if block.file:
            yield f"cat > {block.file} <<'END_OF_FILE'\n{block.text}END_OF_FILE"
        elif block.language == "sh":
            yield f"echo '{_MARK}'\n{block.text}"


def expect(shown: str, printed: str) -> None:
    """Raise `AssertionError` where a line that the page shows was not printed, or not in that order."""
    rest = printed.splitlines()
    for line in shown.splitlines():
        found = [number for number, candidate in enumerate(rest) if _same(line, candidate)]
        assert found, f"not printed: {line}\n{printed}"
        del rest[: found[0] + 1]


def _same(shown: str, printed: str) -> bool:
    """Whether a printed line is the one shown; how long something took, and how wide a table is, may differ."""
    return re.sub(r" in [\d.]+s\b.*", "", " ".join(printed.split())) == " ".join(shown.split())
