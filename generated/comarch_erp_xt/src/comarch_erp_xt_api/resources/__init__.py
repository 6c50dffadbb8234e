# Made by `make generate` from specs/comarch_erp_xt/openapi.yaml; changes made here are lost.
"""One module for each group of operations."""
