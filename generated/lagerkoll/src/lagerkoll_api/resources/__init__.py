# Made by `make generate` from specs/lagerkoll/openapi.yaml; changes made here are lost.
"""One module for each group of operations."""
