"""For applications and plugin authors: what helps to test migrations and detectors."""
