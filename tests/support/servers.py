"""Servers and databases for tests, and a certificate for those that want one."""

from __future__ import annotations

from matrx_orm_migrate.testing.servers import (
    Databases,
    fresh_databases,
    reachable_directory,
    run_apart,
    start_server,
)

__all__ = [
    "CERTIFICATE",
    "CERTIFICATE_KEY",
    "Databases",
    "fresh_databases",
    "reachable_directory",
    "run_apart",
    "start_server",
]

# A root and server certificate in one, for localhost and 127.0.0.1, until 2120.  Its key protects nothing.
CERTIFICATE = """\
-----BEGIN CERTIFICATE-----
MIIBSDCB7qADAgECAgEBMAoGCCqGSM49BAMCMBQxEjAQBgNVBAMMCWxvY2FsaG9z
dDAgFw0yMDAxMDEwMDAwMDBaGA8yMTIwMDEwMTAwMDAwMFowFDESMBAGA1UEAwwJ
bG9jYWxob3N0MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEE/XEek0uoATNSPwX
ZDYMInzo0C9Wn1mWkvn0o/DY++wU/T4xyxz8ED3fZzKuwCs1OSzs8y7FVoxm+Y0L
LmpHtaMvMC0wDwYDVR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SH
BH8AAAEwCgYIKoZIzj0EAwIDSQAwRgIhAI9TUZmUXaSwQsfZmowPLmcLL7veKkPj
krcwVi3XSrjKAiEA1hLvdewu2rIXjSv3j7TlaOnJLadIDuXoSFKQyof0Ghk=
-----END CERTIFICATE-----
"""
CERTIFICATE_KEY = """\
-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgaTIov/IrkF4h+ulY
a6m0EoXJRoWwSV7fFXVGjia4GcyhRANCAAQT9cR6TS6gBM1I/BdkNgwifOjQL1af
WZaS+fSj8Nj77BT9PjHLHPwQPd9nMq7AKzU5LOzzLsVWjGb5jQsuake1
-----END PRIVATE KEY-----
"""
