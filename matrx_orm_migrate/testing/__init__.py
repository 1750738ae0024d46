"""For applications and plugin authors: what helps to test migrations and detectors.

``fixtures`` has pytest fixtures, a server and databases; ``corpus`` and ``journey`` take pairs of schemas through
migrations, there and back; ``plugins`` gives the built-in pieces with a plugin under test; ``pgdump`` compares schemas.
"""

from __future__ import annotations
