"""What the sandbox carries of a vendor's spec: the document as JSON, and a second reading of it as pydantic models.

The client's models come from openapi-python-client; these come from datamodel-code-generator. A mistake in one
generator, or in one reading of the document, shows when client and sandbox meet.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from datamodel_code_generator import GenerateConfig, InputFileType, TargetPydanticVersion, generate
from datamodel_code_generator.enums import DataModelType
from datamodel_code_generator.format import Formatter, PythonVersion

_HEADER = "# Made by datamodel-code-generator from specs/{vendor}/openapi.yaml; again: make generate VENDOR={vendor}"


def render(vendor: str, spec: Mapping[str, Any]) -> dict[str, str]:
    """Everything that `sandbox/src/erp_sandbox` holds of one spec.

    Args:
        vendor: Folder name of the vendor.
        spec: The OpenAPI document, as loaded from YAML.

    Returns:
        Text of each file by its path relative to `sandbox/src/erp_sandbox`; the same document always gives the same
        texts.
    """
    document = json.dumps(spec, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    return {f"_specs/{vendor}.json": document, f"_models/{vendor}.py": _models(vendor, spec)}


def _models(vendor: str, spec: Mapping[str, Any]) -> str:
    """Pydantic models of every schema: null only where the spec allows it, and absent told apart from null."""
    code = generate(
        json.dumps(spec),
        config=GenerateConfig(
            input_file_type=InputFileType.OpenAPI,
            input_filename=f"specs/{vendor}/openapi.yaml",
            output_model_type=DataModelType.PydanticV2BaseModel,
            target_python_version=PythonVersion.PY_311,
            target_pydantic_version=TargetPydanticVersion.V2_14,
            use_missing_sentinel=True,
            strict_nullable=True,
            disable_timestamp=True,
            use_annotated=True,
            use_standard_collections=True,
            use_union_operator=True,
            custom_file_header=_HEADER.format(vendor=vendor),
            formatters=[Formatter.BUILTIN],
        ),
    )
    if not isinstance(code, str):
        raise TypeError(f"datamodel-code-generator made {type(code).__name__} of {vendor}, not one module")
    return code if code.endswith("\n") else code + "\n"
