"""Diff: inspect, compare, plan, prove, write the file.  ``SchemaDiff`` is its face."""
