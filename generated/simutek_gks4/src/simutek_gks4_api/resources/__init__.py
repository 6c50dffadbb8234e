# Made by `make generate` from specs/simutek_gks4/openapi.yaml; changes made here are lost.
"""One module for each group of operations."""
