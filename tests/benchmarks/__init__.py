"""Our engine beside its peers, on the same content and the same questions. Run `python -m tests.benchmarks --help`.

Not part of the tests: it needs the extra `bench` and takes minutes.
"""
