# Made by datamodel-code-generator from specs/simutek_gks4/openapi.yaml; again: make generate VENDOR=simutek_gks4

from __future__ import annotations

from typing import Annotated, Any

from pydantic import MISSING, BaseModel, ConfigDict, Field


class PostalAddress(BaseModel):
    address1: Annotated[str | None | MISSING, Field(description='First line.')] = MISSING
    address2: Annotated[str | None | MISSING, Field(description='Second line.')] = MISSING
    address3: Annotated[str | None | MISSING, Field(description='Third line.')] = MISSING
    city: Annotated[str | None | MISSING, Field(description='Town.')] = MISSING
    zipCode: Annotated[str | None | MISSING, Field(description='Postcode. The sample has a space in it.')] = MISSING
    state: Annotated[str | None | MISSING, Field(description='State or region. The sample has two letters.')] = MISSING
    countryCode: Annotated[
        str | None | MISSING,
        Field(description='Country as two capital letters; that they are those of ISO 3166-1 is inferred.'),
    ] = MISSING


class PostalAddressCreate(BaseModel):
    address1: Annotated[str | MISSING, Field(description='First line.')] = MISSING
    address2: Annotated[str | MISSING, Field(description='Second line.')] = MISSING
    address3: Annotated[str | MISSING, Field(description='Third line.')] = MISSING
    city: Annotated[str | MISSING, Field(description='Town.')] = MISSING
    zipCode: Annotated[str | MISSING, Field(description='Postcode. The sample has a space in it.')] = MISSING
    state: Annotated[str | MISSING, Field(description='State or region. The sample has two letters.')] = MISSING
    countryCode: Annotated[
        str | MISSING,
        Field(description='Country as two capital letters; that they are those of ISO 3166-1 is inferred.'),
    ] = MISSING


class SalesOrderCreate(BaseModel):
    model_config = ConfigDict(
        extra='allow',
    )
    customerNumber: Annotated[
        str, Field(description='Customer number of the buyer. A customer with this number must exist.', min_length=1)
    ]
    name: Annotated[
        str | MISSING,
        Field(
            description='Name of the order, which helps to find it. One wording of the page has a default, `Webshop order`.'
        ),
    ] = MISSING
    purchaseOrderNumber: Annotated[str | MISSING, Field(description="The buyer's own number of the order.")] = MISSING
    language: Annotated[
        str | MISSING,
        Field(
            description='Language of documents to the buyer, such as the order confirmation. The page names sv, no and en (ISO 639-1).'
        ),
    ] = MISSING
    currency: Annotated[
        str | MISSING,
        Field(description='Currency of the amounts (ISO 4217). The page shows SEK, as example or as default.'),
    ] = MISSING
    noteFromCustomer: Annotated[
        str | MISSING, Field(description="The customer's comment, usually instructions to the seller.")
    ] = MISSING


class Problem(BaseModel):
    model_config = ConfigDict(
        extra='allow',
    )
    type: Annotated[str | None | MISSING, Field(description='URI that names the kind of problem.')] = MISSING
    title: Annotated[str | None | MISSING, Field(description='Summary of the problem.')] = MISSING
    status: Annotated[int | None | MISSING, Field(description='The status once more.')] = MISSING
    detail: Annotated[str | None | MISSING, Field(description='What is wrong with this request.')] = MISSING
    errors: Annotated[Any | MISSING, Field(description='What is wrong with which field, in any form.')] = MISSING


class Customer(BaseModel):
    name: Annotated[str | None | MISSING, Field(description='Name.')] = MISSING
    number: Annotated[str | None | MISSING, Field(description='Customer number.')] = MISSING
    invoiceEmail: Annotated[
        str | None | MISSING, Field(description='Where invoices are sent by e-mail. Its format is not checked.')
    ] = MISSING
    corporateIdentityNumber: Annotated[str | None | MISSING, Field(description='Corporate identity number.')] = MISSING
    postalAddress: Annotated[PostalAddress | None | MISSING, Field(description='Postal address.')] = MISSING


class CustomerCreate(BaseModel):
    name: Annotated[str, Field(description='Name.')]
    number: Annotated[
        str | None,
        Field(description='Customer number. Always sent, also as null; that the vendor then chooses one is inferred.'),
    ]
    invoiceEmail: Annotated[
        str | None, Field(description='Where invoices are sent by e-mail. Always sent, also as null.')
    ]
    corporateIdentityNumber: Annotated[str, Field(description='Corporate identity number.')]
    postalAddress: Annotated[
        PostalAddressCreate | MISSING, Field(description='Postal address. Whether it is required is not documented.')
    ] = MISSING
