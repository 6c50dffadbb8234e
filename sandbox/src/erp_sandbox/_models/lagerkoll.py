# Made by datamodel-code-generator from specs/lagerkoll/openapi.yaml; again: make generate VENDOR=lagerkoll

from __future__ import annotations

from typing import Annotated, Any

from pydantic import MISSING, BaseModel, Field


class PaymentTerm(BaseModel):
    code: Annotated[
        str | None | MISSING,
        Field(
            description='Code of the term. The page says that it is written with POST only; that it identifies the term and stays as it is afterwards is inferred. Length and allowed characters are not documented.'
        ),
    ] = MISSING
    description: Annotated[str | None | MISSING, Field(description='Text of the term.')] = MISSING


class PaymentTermCreate(BaseModel):
    code: Annotated[
        str,
        Field(
            description='Code of the term. The page says that it is written with POST only; that it identifies the term and stays as it is afterwards is inferred. Length and allowed characters are not documented.'
        ),
    ]
    description: Annotated[str, Field(description='Text of the term.')]


class PaymentTermUpdate(BaseModel):
    code: Annotated[
        str | None | MISSING, Field(description="The code as it was read; the vendor's sample sends it along.")
    ] = MISSING
    description: Annotated[str | None | MISSING, Field(description='Text of the term.')] = MISSING


class PaymentTermsResponse(BaseModel):
    paymentTerms: Annotated[list[PaymentTerm] | None | MISSING, Field(description='The payment terms.')] = MISSING
    since: Annotated[int | None | MISSING, Field(description='Cursor to pass as `since` next time.')] = MISSING


class CostCenter(BaseModel):
    id: Annotated[
        int | None | MISSING,
        Field(
            description='Identifies the cost center. Given by the vendor; that it is read-only is inferred from the access R in the class table.'
        ),
    ] = MISSING
    externalId: Annotated[
        str | None | MISSING,
        Field(
            description='Presumably an id in another system; what it refers to is not documented. That it is read-only is inferred from the access R in the class table.'
        ),
    ] = MISSING
    shortName: Annotated[
        str | None | MISSING,
        Field(
            description='Short name. The page says that it is written with POST only; that it stays as it is afterwards is inferred.'
        ),
    ] = MISSING
    name: Annotated[str | None | MISSING, Field(description='Name.')] = MISSING
    active: Annotated[
        bool | None | MISSING,
        Field(description='Whether the cost center is active, which the page does not explain further.'),
    ] = MISSING


class CostCenterCreate(BaseModel):
    shortName: Annotated[
        str,
        Field(
            description='Short name. The page says that it is written with POST only; that it stays as it is afterwards is inferred.'
        ),
    ]
    name: Annotated[str, Field(description='Name.')]
    active: Annotated[
        bool,
        Field(
            description='Whether the cost center is active, which the page does not explain further. Always sent; what the vendor assumes without it is not documented.'
        ),
    ] = True


class CostCenterUpdate(BaseModel):
    id: Annotated[
        int | None | MISSING, Field(description="The id as it was read; the vendor's sample sends it along.")
    ] = MISSING
    externalId: Annotated[
        str | None | MISSING, Field(description="The external id as it was read; the vendor's sample sends it along.")
    ] = MISSING
    shortName: Annotated[
        str | None | MISSING, Field(description="The short name as it was read; the vendor's sample sends it along.")
    ] = MISSING
    name: Annotated[str | None | MISSING, Field(description='Name.')] = MISSING
    active: Annotated[
        bool | None | MISSING,
        Field(description='Whether the cost center is active, which the page does not explain further.'),
    ] = MISSING


class CostCentersResponse(BaseModel):
    costCenters: Annotated[list[CostCenter] | None | MISSING, Field(description='The cost centers.')] = MISSING
    since: Annotated[int | None | MISSING, Field(description='Cursor to pass as `since` next time.')] = MISSING


class Error(BaseModel):
    errorCode: Annotated[
        int | None | MISSING,
        Field(
            description='Number of the error; to be read together with the operation that was called. Its last digit seems to tell what failed: 1 reading, 2 creating, 3 updating, 4 deleting (inferred, as it holds for all eight codes of the two resources).'
        ),
    ] = MISSING
    errorMessage: Annotated[str | None | MISSING, Field(description='Text for people.')] = MISSING
    errorField: Annotated[str | None | MISSING, Field(description='Presumably the field that the error is about.')] = (
        MISSING
    )
    errorData: Annotated[Any | MISSING, Field(description='Any JSON value; the only sample shows null.')] = MISSING
