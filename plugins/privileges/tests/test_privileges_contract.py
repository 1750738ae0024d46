"""The contract of detectors, with roles that every server has."""

from __future__ import annotations

from matrx_orm_migrate.testing import DetectorContract, Example

SETUP = "CREATE TABLE t (id integer, name text); CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT 1';"


class TestOwnersAndPrivileges(DetectorContract):
    kinds = ("owner", "privileges")
    privileges = True
    examples = (
        Example(
            name="owners",
            setup=SETUP,
            a="ALTER FUNCTION f() OWNER TO pg_monitor",
            b="ALTER TABLE t OWNER TO pg_monitor; ALTER FUNCTION f() OWNER TO pg_signal_backend",
        ),
        Example(
            name="privileges",
            setup=SETUP,
            a="GRANT SELECT ON t TO pg_monitor",
            b="GRANT SELECT, INSERT ON t TO pg_monitor WITH GRANT OPTION; GRANT UPDATE (name) ON t TO PUBLIC; "
            "REVOKE EXECUTE ON FUNCTION f() FROM PUBLIC; "
            "SET ROLE pg_monitor; GRANT INSERT ON t TO pg_signal_backend; RESET ROLE",
        ),
        Example(
            name="what-is-made-anew",
            a="CREATE TABLE t (n integer)",
            b="CREATE TABLE t (n bigint)",
            dependents="CREATE VIEW v AS SELECT n FROM t; GRANT SELECT ON v TO PUBLIC; "
            "ALTER VIEW v OWNER TO pg_monitor",
            rows="INSERT INTO t VALUES (1)",
            rows_b="INSERT INTO t VALUES (1)",
        ),
    )


class TestDefaultPrivileges(DetectorContract):
    kinds = ("default_privileges",)
    privileges = True
    of_extensions = False
    examples = (
        Example(
            name="default-privileges",
            setup=SETUP,
            a="ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO pg_monitor",
            b="ALTER DEFAULT PRIVILEGES GRANT SELECT, INSERT ON TABLES TO pg_monitor; "
            "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT EXECUTE ON FUNCTIONS TO pg_monitor; "
            "CREATE TABLE new (id integer)",
        ),
    )
