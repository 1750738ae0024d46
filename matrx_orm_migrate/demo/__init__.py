"""``matrx-orm demo``: the whole cycle on a PostgreSQL of its own, told with the commands that one would type."""
