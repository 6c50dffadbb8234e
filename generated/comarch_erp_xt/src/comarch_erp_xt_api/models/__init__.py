# Made by `make generate` from specs/comarch_erp_xt/openapi.yaml; changes made here are lost.
"""Everything that is sent and received. A model is imported when it is first used."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from comarch_erp_xt_api.models.address import Address as Address
    from comarch_erp_xt_api.models.address_create import AddressCreate as AddressCreate
    from comarch_erp_xt_api.models.address_update import AddressUpdate as AddressUpdate
    from comarch_erp_xt_api.models.bank_account import BankAccount as BankAccount
    from comarch_erp_xt_api.models.bank_account_create import BankAccountCreate as BankAccountCreate
    from comarch_erp_xt_api.models.bank_account_update import BankAccountUpdate as BankAccountUpdate
    from comarch_erp_xt_api.models.custom_print import CustomPrint as CustomPrint
    from comarch_erp_xt_api.models.custom_print_type import CustomPrintType as CustomPrintType
    from comarch_erp_xt_api.models.customer import Customer as Customer
    from comarch_erp_xt_api.models.customer_create import CustomerCreate as CustomerCreate
    from comarch_erp_xt_api.models.customer_kind import CustomerKind as CustomerKind
    from comarch_erp_xt_api.models.customer_type import CustomerType as CustomerType
    from comarch_erp_xt_api.models.customer_update import CustomerUpdate as CustomerUpdate
    from comarch_erp_xt_api.models.document_status import DocumentStatus as DocumentStatus
    from comarch_erp_xt_api.models.invoice import Invoice as Invoice
    from comarch_erp_xt_api.models.invoice_create import InvoiceCreate as InvoiceCreate
    from comarch_erp_xt_api.models.invoice_item import InvoiceItem as InvoiceItem
    from comarch_erp_xt_api.models.invoice_item_create import InvoiceItemCreate as InvoiceItemCreate
    from comarch_erp_xt_api.models.invoice_item_update import InvoiceItemUpdate as InvoiceItemUpdate
    from comarch_erp_xt_api.models.invoice_update import InvoiceUpdate as InvoiceUpdate
    from comarch_erp_xt_api.models.payment_status import PaymentStatus as PaymentStatus
    from comarch_erp_xt_api.models.payment_type import PaymentType as PaymentType
    from comarch_erp_xt_api.models.payment_type_create import PaymentTypeCreate as PaymentTypeCreate
    from comarch_erp_xt_api.models.payment_type_kind import PaymentTypeKind as PaymentTypeKind
    from comarch_erp_xt_api.models.payment_type_update import PaymentTypeUpdate as PaymentTypeUpdate
    from comarch_erp_xt_api.models.product import Product as Product
    from comarch_erp_xt_api.models.product_create import ProductCreate as ProductCreate
    from comarch_erp_xt_api.models.product_update import ProductUpdate as ProductUpdate
    from comarch_erp_xt_api.models.proforma import Proforma as Proforma
    from comarch_erp_xt_api.models.proforma_create import ProformaCreate as ProformaCreate
    from comarch_erp_xt_api.models.proforma_item import ProformaItem as ProformaItem
    from comarch_erp_xt_api.models.proforma_item_create import ProformaItemCreate as ProformaItemCreate
    from comarch_erp_xt_api.models.proforma_item_update import ProformaItemUpdate as ProformaItemUpdate
    from comarch_erp_xt_api.models.proforma_update import ProformaUpdate as ProformaUpdate
    from comarch_erp_xt_api.models.reporting_period import ReportingPeriod as ReportingPeriod

_MODULES: dict[str, str] = {
    "Address": "address",
    "AddressCreate": "address_create",
    "AddressUpdate": "address_update",
    "BankAccount": "bank_account",
    "BankAccountCreate": "bank_account_create",
    "BankAccountUpdate": "bank_account_update",
    "CustomPrint": "custom_print",
    "CustomPrintType": "custom_print_type",
    "Customer": "customer",
    "CustomerCreate": "customer_create",
    "CustomerKind": "customer_kind",
    "CustomerType": "customer_type",
    "CustomerUpdate": "customer_update",
    "DocumentStatus": "document_status",
    "Invoice": "invoice",
    "InvoiceCreate": "invoice_create",
    "InvoiceItem": "invoice_item",
    "InvoiceItemCreate": "invoice_item_create",
    "InvoiceItemUpdate": "invoice_item_update",
    "InvoiceUpdate": "invoice_update",
    "PaymentStatus": "payment_status",
    "PaymentType": "payment_type",
    "PaymentTypeCreate": "payment_type_create",
    "PaymentTypeKind": "payment_type_kind",
    "PaymentTypeUpdate": "payment_type_update",
    "Product": "product",
    "ProductCreate": "product_create",
    "ProductUpdate": "product_update",
    "Proforma": "proforma",
    "ProformaCreate": "proforma_create",
    "ProformaItem": "proforma_item",
    "ProformaItemCreate": "proforma_item_create",
    "ProformaItemUpdate": "proforma_item_update",
    "ProformaUpdate": "proforma_update",
    "ReportingPeriod": "reporting_period",
}
__all__ = [
    "Address",
    "AddressCreate",
    "AddressUpdate",
    "BankAccount",
    "BankAccountCreate",
    "BankAccountUpdate",
    "CustomPrint",
    "CustomPrintType",
    "Customer",
    "CustomerCreate",
    "CustomerKind",
    "CustomerType",
    "CustomerUpdate",
    "DocumentStatus",
    "Invoice",
    "InvoiceCreate",
    "InvoiceItem",
    "InvoiceItemCreate",
    "InvoiceItemUpdate",
    "InvoiceUpdate",
    "PaymentStatus",
    "PaymentType",
    "PaymentTypeCreate",
    "PaymentTypeKind",
    "PaymentTypeUpdate",
    "Product",
    "ProductCreate",
    "ProductUpdate",
    "Proforma",
    "ProformaCreate",
    "ProformaItem",
    "ProformaItemCreate",
    "ProformaItemUpdate",
    "ProformaUpdate",
    "ReportingPeriod",
]


def __getattr__(name: str) -> object:
    if name in _MODULES:
        value = getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
        globals()[name] = value
        return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
