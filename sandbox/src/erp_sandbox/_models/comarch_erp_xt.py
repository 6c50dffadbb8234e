# Made by datamodel-code-generator from specs/comarch_erp_xt/openapi.yaml; again: make generate VENDOR=comarch_erp_xt

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import IntEnum
from typing import Annotated, Any

from pydantic import MISSING, BaseModel, Field


class Product(BaseModel):
    field_id: Annotated[
        str | None | MISSING, Field(alias='$id', description='Running number of this object within one answer.')
    ] = MISSING
    Id: Annotated[int | None | MISSING, Field(description='Identifies the product.')] = MISSING
    Name: Annotated[str | None | MISSING, Field(description='Name.')] = MISSING
    Description: Annotated[str | None | MISSING, Field(description='Text that describes the product.')] = MISSING
    ProductCode: Annotated[str | None | MISSING, Field(description='Code of the product.')] = MISSING
    UnitOfMeasurment: Annotated[str | None | MISSING, Field(description='Unit that the product is counted in.')] = (
        MISSING
    )
    Rate: Annotated[
        int | None | MISSING,
        Field(
            description='Key of the VAT rate, one of 9, 8, 7, 6, 2, 1, 0. Only 2 is explained, as 0 %; look up the others in the application.'
        ),
    ] = MISSING
    SaleNetPrice: Annotated[Decimal | None | MISSING, Field(description='Net sale price in EUR.')] = MISSING
    SaleGrossPrice: Annotated[Decimal | None | MISSING, Field(description='Gross sale price in EUR.')] = MISSING


class ProductCreate(BaseModel):
    Name: Annotated[str, Field(description='Name.')]
    Description: Annotated[str | None | MISSING, Field(description='Text that describes the product.')] = MISSING
    ProductCode: Annotated[
        str | None | MISSING, Field(description='Code of the product. Without it the vendor gives one.')
    ] = MISSING
    UnitOfMeasurment: Annotated[
        str,
        Field(
            description='Unit that the product is counted in. The page spells it `UnitOfMeasurement` here; what is sent is the spelling of the answers.'
        ),
    ]
    Rate: Annotated[
        int,
        Field(
            description='Key of the VAT rate, one of 9, 8, 7, 6, 2, 1, 0. Only 2 is explained, as 0 %; look up the others in the application.'
        ),
    ]
    SaleNetPrice: Annotated[
        Decimal | None | MISSING,
        Field(
            description='Net sale price in EUR. Given alone, the gross price is computed from it; given with the gross price, this one counts.'
        ),
    ] = MISSING
    SaleGrossPrice: Annotated[
        Decimal | None | MISSING,
        Field(description='Gross sale price in EUR. Given alone, the net price is computed from it.'),
    ] = MISSING


class ProductUpdate(BaseModel):
    Id: Annotated[int, Field(description='Id of the element to write.')]
    Name: Annotated[str | None | MISSING, Field(description='Name.')] = MISSING
    Description: Annotated[str | None | MISSING, Field(description='Text that describes the product.')] = MISSING
    ProductCode: Annotated[str | None | MISSING, Field(description='Code of the product.')] = MISSING
    UnitOfMeasurment: Annotated[str | None | MISSING, Field(description='Unit that the product is counted in.')] = (
        MISSING
    )
    Rate: Annotated[
        int | None | MISSING,
        Field(
            description='Key of the VAT rate, one of 9, 8, 7, 6, 2, 1, 0. Only 2 is explained, as 0 %; look up the others in the application.'
        ),
    ] = MISSING
    SaleNetPrice: Annotated[Decimal | None | MISSING, Field(description='Net sale price in EUR.')] = MISSING
    SaleGrossPrice: Annotated[Decimal | None | MISSING, Field(description='Gross sale price in EUR.')] = MISSING


class CustomerType(IntEnum):
    END_CONSUMER = 0
    BUSINESS = 1


class CustomerKind(IntEnum):
    CUSTOMER = 1
    SUPPLIER = 2


class Address(BaseModel):
    field_id: Annotated[
        str | None | MISSING, Field(alias='$id', description='Running number of this object within one answer.')
    ] = MISSING
    Id: Annotated[int | None | MISSING, Field(description='Identifies the address.')] = MISSING
    Street: Annotated[str | None | MISSING, Field(description='Street.')] = MISSING
    BuildingNumber: Annotated[str | None | MISSING, Field(description='Number of the house.')] = MISSING
    FlatNumber: Annotated[str | None | MISSING, Field(description='Addition to the number, such as a flat.')] = MISSING
    PostalCode: Annotated[str | None | MISSING, Field(description='Postcode.')] = MISSING
    City: Annotated[str | None | MISSING, Field(description='Town.')] = MISSING


class AddressCreate(BaseModel):
    Street: Annotated[str | None | MISSING, Field(description='Street.')] = MISSING
    BuildingNumber: Annotated[str | None | MISSING, Field(description='Number of the house.')] = MISSING
    FlatNumber: Annotated[str | None | MISSING, Field(description='Addition to the number, such as a flat.')] = MISSING
    PostalCode: Annotated[str | None | MISSING, Field(description='Postcode.')] = MISSING
    City: Annotated[str | None | MISSING, Field(description='Town.')] = MISSING


class AddressUpdate(BaseModel):
    Id: Annotated[int | None | MISSING, Field(description='The id of the address as it was read.')] = MISSING
    Street: Annotated[str | None | MISSING, Field(description='Street.')] = MISSING
    BuildingNumber: Annotated[str | None | MISSING, Field(description='Number of the house.')] = MISSING
    FlatNumber: Annotated[str | None | MISSING, Field(description='Addition to the number, such as a flat.')] = MISSING
    PostalCode: Annotated[str | None | MISSING, Field(description='Postcode.')] = MISSING
    City: Annotated[str | None | MISSING, Field(description='Town.')] = MISSING


class PaymentStatus(IntEnum):
    UNPAID = 0
    PAID = 1
    PARTLY_PAID = 2


class DocumentStatus(IntEnum):
    SAVED = 0
    CONFIRMED = 1


class InvoiceItem(BaseModel):
    field_id: Annotated[
        str | None | MISSING, Field(alias='$id', description='Running number of this object within one answer.')
    ] = MISSING
    Id: Annotated[int | None | MISSING, Field(description='Identifies the line.')] = MISSING
    ProductId: Annotated[int | None | MISSING, Field(description='Id of the product. Lines without one were seen.')] = (
        MISSING
    )
    ProductDescription: Annotated[str | None | MISSING, Field(description='Text of the line.')] = MISSING
    Quantity: Annotated[Decimal | None | MISSING, Field(description='Quantity, in the unit of the product.')] = MISSING
    ProductCurrencyNetPrice: Annotated[Decimal | None | MISSING, Field(description='Net price of one unit in EUR.')] = (
        MISSING
    )


class InvoiceItemCreate(BaseModel):
    ProductId: Annotated[int, Field(description='Id of the product.')]
    ProductDescription: Annotated[str | None | MISSING, Field(description='Text of the line.')] = MISSING
    Quantity: Annotated[Decimal, Field(description='Quantity, in the unit of the product.')]
    ProductCurrencyNetPrice: Annotated[Decimal, Field(description='Net price of one unit in EUR.')]


class InvoiceItemUpdate(BaseModel):
    Id: Annotated[
        int | None | MISSING, Field(description='The id of the line as it was read; none for a new line.')
    ] = MISSING
    ProductId: Annotated[int | None | MISSING, Field(description='Id of the product.')] = MISSING
    ProductDescription: Annotated[str | None | MISSING, Field(description='Text of the line.')] = MISSING
    Quantity: Annotated[Decimal | None | MISSING, Field(description='Quantity, in the unit of the product.')] = MISSING
    ProductCurrencyNetPrice: Annotated[Decimal | None | MISSING, Field(description='Net price of one unit in EUR.')] = (
        MISSING
    )


class ProformaItem(BaseModel):
    field_id: Annotated[
        str | None | MISSING, Field(alias='$id', description='Running number of this object within one answer.')
    ] = MISSING
    Id: Annotated[int | None | MISSING, Field(description='Identifies the line.')] = MISSING
    ProductId: Annotated[int | None | MISSING, Field(description='Id of the product. Lines without one were seen.')] = (
        MISSING
    )
    ProductDescription: Annotated[str | None | MISSING, Field(description='Text of the line.')] = MISSING
    Quantity: Annotated[Decimal | None | MISSING, Field(description='Quantity, in the unit of the product.')] = MISSING
    ProductCurrencyNetPrice: Annotated[Decimal | None | MISSING, Field(description='Net price of one unit in EUR.')] = (
        MISSING
    )


class ProformaItemCreate(BaseModel):
    ProductId: Annotated[int, Field(description='Id of the product.')]
    ProductDescription: Annotated[str | None | MISSING, Field(description='Text of the line.')] = MISSING
    Quantity: Annotated[Decimal, Field(description='Quantity, in the unit of the product.')]
    ProductCurrencyNetPrice: Annotated[Decimal, Field(description='Net price of one unit in EUR.')]


class ProformaItemUpdate(BaseModel):
    Id: Annotated[
        int | None | MISSING, Field(description='The id of the line as it was read; none for a new line.')
    ] = MISSING
    ProductId: Annotated[int | None | MISSING, Field(description='Id of the product.')] = MISSING
    ProductDescription: Annotated[str | None | MISSING, Field(description='Text of the line.')] = MISSING
    Quantity: Annotated[Decimal | None | MISSING, Field(description='Quantity, in the unit of the product.')] = MISSING
    ProductCurrencyNetPrice: Annotated[Decimal | None | MISSING, Field(description='Net price of one unit in EUR.')] = (
        MISSING
    )


class PaymentTypeKind(IntEnum):
    CASH = 0
    BANK_TRANSFER = 1
    CARD = 2


class PaymentType(BaseModel):
    field_id: Annotated[
        str | None | MISSING, Field(alias='$id', description='Running number of this object within one answer.')
    ] = MISSING
    Id: Annotated[int | None | MISSING, Field(description='Identifies the payment method.')] = MISSING
    Name: Annotated[str | None | MISSING, Field(description='Name.')] = MISSING
    Type: Annotated[
        PaymentTypeKind | int | None | MISSING, Field(description='Cash (0), bank transfer (1) or card (2).')
    ] = MISSING
    Deadline: Annotated[int | None | MISSING, Field(description='Days until payment is due, 0 to 366.')] = MISSING
    Primary: Annotated[bool | None | MISSING, Field(description='Whether it is the usual method.')] = MISSING


class PaymentTypeCreate(BaseModel):
    Name: Annotated[str, Field(description='Name.')]
    Type: Annotated[PaymentTypeKind | int, Field(description='Cash (0), bank transfer (1) or card (2).')]
    Deadline: Annotated[int, Field(description='Days until payment is due, 0 to 366.', ge=0, le=366)]
    Primary: Annotated[bool | None | MISSING, Field(description='Whether it is the usual method.')] = MISSING


class PaymentTypeUpdate(BaseModel):
    Id: Annotated[int, Field(description='Id of the element to write.')]
    Name: Annotated[str | None | MISSING, Field(description='Name.')] = MISSING
    Type: Annotated[
        PaymentTypeKind | int | None | MISSING, Field(description='Cash (0), bank transfer (1) or card (2).')
    ] = MISSING
    Deadline: Annotated[
        int | None | MISSING, Field(description='Days until payment is due, 0 to 366.', ge=0, le=366)
    ] = MISSING
    Primary: Annotated[bool | None | MISSING, Field(description='Whether it is the usual method.')] = MISSING


class ReportingPeriod(IntEnum):
    DAILY = 1
    WEEKLY = 2
    MONTHLY = 3
    INDEFINITE = 4


class BankAccount(BaseModel):
    field_id: Annotated[
        str | None | MISSING, Field(alias='$id', description='Running number of this object within one answer.')
    ] = MISSING
    Id: Annotated[int | None | MISSING, Field(description='Identifies the bank account.')] = MISSING
    AccountNumber: Annotated[str | None | MISSING, Field(description='Number of the account.')] = MISSING
    BankName: Annotated[str | None | MISSING, Field(description='Name of the bank.')] = MISSING
    Symbol: Annotated[str | None | MISSING, Field(description='Short name of the account.')] = MISSING
    ReportingPeriod_1: Annotated[
        ReportingPeriod | int | None | MISSING,
        Field(alias='ReportingPeriod', description='Daily (1), weekly (2), monthly (3) or indefinite (4).'),
    ] = MISSING
    Primary: Annotated[bool | None | MISSING, Field(description='Whether it is the usual account.')] = MISSING


class BankAccountCreate(BaseModel):
    AccountNumber: Annotated[str | None | MISSING, Field(description='Number of the account.')] = MISSING
    BankName: Annotated[str | None | MISSING, Field(description='Name of the bank.')] = MISSING
    Symbol: Annotated[str | None | MISSING, Field(description='Short name of the account.')] = MISSING
    ReportingPeriod_1: Annotated[
        ReportingPeriod | int | None | MISSING,
        Field(alias='ReportingPeriod', description='Daily (1), weekly (2), monthly (3) or indefinite (4).'),
    ] = MISSING
    Primary: Annotated[bool | None | MISSING, Field(description='Whether it is the usual account.')] = MISSING


class BankAccountUpdate(BaseModel):
    Id: Annotated[int, Field(description='Id of the element to write.')]
    AccountNumber: Annotated[str | None | MISSING, Field(description='Number of the account.')] = MISSING
    BankName: Annotated[str | None | MISSING, Field(description='Name of the bank.')] = MISSING
    Symbol: Annotated[str | None | MISSING, Field(description='Short name of the account.')] = MISSING
    ReportingPeriod_1: Annotated[
        ReportingPeriod | int | None | MISSING,
        Field(alias='ReportingPeriod', description='Daily (1), weekly (2), monthly (3) or indefinite (4).'),
    ] = MISSING
    Primary: Annotated[bool | None | MISSING, Field(description='Whether it is the usual account.')] = MISSING


class CustomPrintType(IntEnum):
    SALES_INVOICE = 0
    PROFORMA = 7


class CustomPrint(BaseModel):
    field_id: Annotated[
        str | None | MISSING, Field(alias='$id', description='Running number of this object within one answer.')
    ] = MISSING
    Id: Annotated[
        int | None | MISSING, Field(description='Identifies the print-out; to be passed when a document is printed.')
    ] = MISSING
    Name: Annotated[str | None | MISSING, Field(description='Name.')] = MISSING
    Language: Annotated[str | None | MISSING, Field(description='Language, such as `PL` or `EN`; there are more.')] = (
        MISSING
    )
    Type: Annotated[
        CustomPrintType | int | None | MISSING,
        Field(description='Sales invoice (0), pro-forma invoice (7) or another document.'),
    ] = MISSING


class Error(BaseModel):
    Message: Annotated[str | None | MISSING, Field(description='Text for people.')] = MISSING
    Code: Annotated[str | None | MISSING, Field(description='Name of what went wrong, like that of an exception.')] = (
        MISSING
    )
    Data: Annotated[dict[str, Any] | None | MISSING, Field(description='More about it.')] = MISSING


class Customer(BaseModel):
    field_id: Annotated[
        str | None | MISSING, Field(alias='$id', description='Running number of this object within one answer.')
    ] = MISSING
    Id: Annotated[int | None | MISSING, Field(description='Identifies the customer.')] = MISSING
    Name: Annotated[str | None | MISSING, Field(description='Name.')] = MISSING
    CustomerTaxNumber: Annotated[
        str | None | MISSING, Field(description='Tax number; which kind of number it is depends on `CustomerType`.')
    ] = MISSING
    CustomerCode: Annotated[str | None | MISSING, Field(description='Code of the customer.')] = MISSING
    Mail: Annotated[str | None | MISSING, Field(description='E-mail address.')] = MISSING
    PhoneNumber: Annotated[str | None | MISSING, Field(description='Phone number.')] = MISSING
    CustomerType_1: Annotated[
        CustomerType | int | None | MISSING,
        Field(alias='CustomerType', description='Whether it is an end consumer (0) or a business (1).'),
    ] = MISSING
    CustomerKind_1: Annotated[
        CustomerKind | int | None | MISSING,
        Field(
            alias='CustomerKind',
            description='Whether it is a customer (1) or a supplier (2). It can be both; the number for that is not shown.',
        ),
    ] = MISSING
    Address_1: Annotated[Address | None | MISSING, Field(alias='Address', description='Address.')] = MISSING


class CustomerCreate(BaseModel):
    Name: Annotated[str, Field(description='Name.')]
    CustomerTaxNumber: Annotated[
        str | None | MISSING, Field(description='Tax number; which kind of number it is depends on `CustomerType`.')
    ] = MISSING
    CustomerCode: Annotated[
        str | None | MISSING,
        Field(description='Code of the customer. Without it the vendor probably gives one, as it does for products.'),
    ] = MISSING
    Mail: Annotated[str | None | MISSING, Field(description='E-mail address.')] = MISSING
    PhoneNumber: Annotated[str | None | MISSING, Field(description='Phone number.')] = MISSING
    CustomerType_1: Annotated[
        CustomerType | int,
        Field(
            alias='CustomerType',
            description='Whether it is an end consumer (0) or a business (1). Always sent; what the vendor assumes without it is not documented.',
        ),
    ] = 1
    Address: Annotated[AddressCreate | None | MISSING, Field(description='Address.')] = MISSING


class CustomerUpdate(BaseModel):
    Id: Annotated[int, Field(description='Id of the element to write.')]
    Name: Annotated[str | None | MISSING, Field(description='Name.')] = MISSING
    CustomerTaxNumber: Annotated[
        str | None | MISSING, Field(description='Tax number; which kind of number it is depends on `CustomerType`.')
    ] = MISSING
    CustomerCode: Annotated[str | None | MISSING, Field(description='Code of the customer.')] = MISSING
    Mail: Annotated[str | None | MISSING, Field(description='E-mail address.')] = MISSING
    PhoneNumber: Annotated[str | None | MISSING, Field(description='Phone number.')] = MISSING
    CustomerType_1: Annotated[
        CustomerType | int | None | MISSING,
        Field(alias='CustomerType', description='Whether it is an end consumer (0) or a business (1).'),
    ] = MISSING
    Address: Annotated[AddressUpdate | None | MISSING, Field(description='Address.')] = MISSING


class Invoice(BaseModel):
    field_id: Annotated[
        str | None | MISSING, Field(alias='$id', description='Running number of this object within one answer.')
    ] = MISSING
    Id: Annotated[int | None | MISSING, Field(description='Identifies the invoice.')] = MISSING
    Number: Annotated[str | None | MISSING, Field(description='Number of the document.')] = MISSING
    Status: Annotated[
        DocumentStatus | int | None | MISSING,
        Field(description='Whether the invoice is saved, which means a draft (0), or confirmed (1).'),
    ] = MISSING
    PaymentStatus_1: Annotated[
        PaymentStatus | int | None | MISSING,
        Field(alias='PaymentStatus', description='Whether it is unpaid (0), paid (1) or partly paid (2).'),
    ] = MISSING
    PurchasingPartyId: Annotated[int | None | MISSING, Field(description='Id of the customer.')] = MISSING
    PaymentTypeId: Annotated[int | None | MISSING, Field(description='Id of the payment method.')] = MISSING
    BankAccountId: Annotated[int | None | MISSING, Field(description='Id of the bank account.')] = MISSING
    SalesDate: Annotated[str | None | MISSING, Field(description='Day of the sale.')] = MISSING
    IssueDate: Annotated[str | None | MISSING, Field(description='Day of issue.')] = MISSING
    Items: Annotated[list[InvoiceItem] | None | MISSING, Field(description='Lines.')] = MISSING


class InvoiceCreate(BaseModel):
    PurchasingPartyId: Annotated[int, Field(description='Id of the customer.')]
    PaymentTypeId: Annotated[int, Field(description='Id of the payment method.')]
    BankAccountId: Annotated[int | None | MISSING, Field(description='Id of the bank account.')] = MISSING
    PaymentStatus_1: Annotated[
        PaymentStatus | int | None | MISSING,
        Field(
            alias='PaymentStatus',
            description='Whether it is unpaid (0) or paid (1); the page allows no others here. Without it the invoice is unpaid, as in the Polish edition.',
        ),
    ] = MISSING
    SalesDate: Annotated[
        date | None | MISSING, Field(description='Day of the sale. Without it today, as in the Polish edition.')
    ] = MISSING
    IssueDate: Annotated[
        date | None | MISSING, Field(description='Day of issue. Without it today, as in the Polish edition.')
    ] = MISSING
    Items: Annotated[list[InvoiceItemCreate] | None | MISSING, Field(description='Lines; there may be none.')] = MISSING


class InvoiceUpdate(BaseModel):
    Id: Annotated[int, Field(description='Id of the element to write.')]
    PurchasingPartyId: Annotated[int | None | MISSING, Field(description='Id of the customer.')] = MISSING
    PaymentTypeId: Annotated[int | None | MISSING, Field(description='Id of the payment method.')] = MISSING
    BankAccountId: Annotated[int | None | MISSING, Field(description='Id of the bank account.')] = MISSING
    PaymentStatus_1: Annotated[
        PaymentStatus | int | None | MISSING,
        Field(alias='PaymentStatus', description='Whether it is unpaid (0), paid (1) or partly paid (2).'),
    ] = MISSING
    SalesDate: Annotated[date | None | MISSING, Field(description='Day of the sale.')] = MISSING
    IssueDate: Annotated[date | None | MISSING, Field(description='Day of issue.')] = MISSING
    Items: Annotated[list[InvoiceItemUpdate] | None | MISSING, Field(description='Lines, all of them.')] = MISSING


class Proforma(BaseModel):
    field_id: Annotated[
        str | None | MISSING, Field(alias='$id', description='Running number of this object within one answer.')
    ] = MISSING
    Id: Annotated[int | None | MISSING, Field(description='Identifies the order.')] = MISSING
    Number: Annotated[str | None | MISSING, Field(description='Number of the document.')] = MISSING
    Status: Annotated[
        DocumentStatus | int | None | MISSING,
        Field(description='Whether the order is saved (0) or confirmed, which means converted (1).'),
    ] = MISSING
    PurchasingPartyId: Annotated[int | None | MISSING, Field(description='Id of the customer or supplier.')] = MISSING
    PaymentTypeId: Annotated[int | None | MISSING, Field(description='Id of the payment method.')] = MISSING
    BankAccountId: Annotated[int | None | MISSING, Field(description='Id of the bank account.')] = MISSING
    IssueDate: Annotated[str | None | MISSING, Field(description='Day of issue.')] = MISSING
    Items: Annotated[list[ProformaItem] | None | MISSING, Field(description='Lines.')] = MISSING


class ProformaCreate(BaseModel):
    PurchasingPartyId: Annotated[int, Field(description='Id of the customer or supplier.')]
    PaymentTypeId: Annotated[int, Field(description='Id of the payment method.')]
    BankAccountId: Annotated[int | None | MISSING, Field(description='Id of the bank account.')] = MISSING
    IssueDate: Annotated[
        date | None | MISSING,
        Field(
            description='Day of issue. That it is today when it is left out is known for invoices of the Polish edition.'
        ),
    ] = MISSING
    Items: Annotated[list[ProformaItemCreate] | None | MISSING, Field(description='Lines; there may be none.')] = (
        MISSING
    )


class ProformaUpdate(BaseModel):
    Id: Annotated[int, Field(description='Id of the element to write.')]
    PurchasingPartyId: Annotated[int | None | MISSING, Field(description='Id of the customer or supplier.')] = MISSING
    PaymentTypeId: Annotated[int | None | MISSING, Field(description='Id of the payment method.')] = MISSING
    BankAccountId: Annotated[int | None | MISSING, Field(description='Id of the bank account.')] = MISSING
    IssueDate: Annotated[date | None | MISSING, Field(description='Day of issue.')] = MISSING
    Items: Annotated[list[ProformaItemUpdate] | None | MISSING, Field(description='Lines, all of them.')] = MISSING
