"""For authors of targets: names, types and source out of a snapshot.

What generates Python finds here how ``ruff format`` would lay it out, and names that are free; what generates
SQLAlchemy models in one style or another, all that such models have to say.
"""
