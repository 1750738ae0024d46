"""Benchmarks in CPU seconds of client and server: ``python -m benchmarks`` (see docs/performance.md)."""
