"""For authors of targets: whether generated Python is what a careful reader would leave as it is."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

__all__ = ["check_code"]


def check_code(*packages: Path, cache: Path) -> str:
    """What ruff (default rules; imports at its default width too) and ``mypy --strict`` find in packages, or "".

    ``cache`` is a folder for mypy's.
    """
    paths = [str(package) for package in packages]
    ruff = [sys.executable, "-m", "ruff"]
    style = ["--isolated", "--no-cache", "--line-length", "120", "--target-version", "py311"]
    # what mypy thinks of what is imported is for other tests
    silent = ["--follow-imports", "silent"]
    # our own package may be installed in a way that mypy does not follow; where it does, it wants no such hint
    ours = Path(__file__).parents[2]
    environment = (
        {**os.environ, "MYPYPATH": ""} if ours.name == "site-packages" else {**os.environ, "MYPYPATH": str(ours)}
    )
    commands = [
        [*ruff, "check", *style, *paths],
        [*ruff, "check", "--select", "I", *style, *paths],
        [*ruff, "check", "--select", "I", "--isolated", "--no-cache", *paths],
        [*ruff, "format", "--diff", *style, *paths],
        [
            sys.executable,
            "-m",
            "mypy",
            "--strict",
            "--python-version",
            "3.11",
            "--cache-dir",
            str(cache),
            *silent,
            *paths,
        ],
    ]
    findings: list[str] = []
    for command in commands:
        where = packages[0].parent
        done = subprocess.run(command, capture_output=True, text=True, cwd=where, env=environment, check=False)
        if done.returncode:
            findings.append(f"{command[2]}: {done.stdout}{done.stderr}")
    return "\n".join(findings)
