# Made by `make generate` from specs/comarch_erp_xt/openapi.yaml; changes made here are lost.
"""The clients, synchronous and asynchronous; resources are imported when first used."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from comarch_erp_xt_api._vendor import VENDOR
from erp_client_runtime.client import AsyncClient, Client

if TYPE_CHECKING:
    from comarch_erp_xt_api.resources.bank_accounts import AsyncBankAccounts, BankAccounts
    from comarch_erp_xt_api.resources.custom_prints import AsyncCustomPrints, CustomPrints
    from comarch_erp_xt_api.resources.customers import AsyncCustomers, Customers
    from comarch_erp_xt_api.resources.invoices import AsyncInvoices, Invoices
    from comarch_erp_xt_api.resources.payment_types import AsyncPaymentTypes, PaymentTypes
    from comarch_erp_xt_api.resources.products import AsyncProducts, Products
    from comarch_erp_xt_api.resources.proformas import AsyncProformas, Proformas


class ComarchERPXTAPI(Client):
    """The client.

    Products, customers, invoices, orders, payment types, bank accounts and print-outs of a Comarch ERP XT account
    (German edition).
    """

    vendor = VENDOR

    @cached_property
    def bank_accounts(self) -> BankAccounts:
        """The company's bank accounts, which documents may refer to."""
        from comarch_erp_xt_api.resources.bank_accounts import BankAccounts

        return BankAccounts(self)

    @cached_property
    def custom_prints(self) -> CustomPrints:
        """Print-outs that users of the account have designed."""
        from comarch_erp_xt_api.resources.custom_prints import CustomPrints

        return CustomPrints(self)

    @cached_property
    def customers(self) -> Customers:
        """Customers and suppliers, with an address each."""
        from comarch_erp_xt_api.resources.customers import Customers

        return Customers(self)

    @cached_property
    def invoices(self) -> Invoices:
        """Sales invoices, in EUR only."""
        from comarch_erp_xt_api.resources.invoices import Invoices

        return Invoices(self)

    @cached_property
    def payment_types(self) -> PaymentTypes:
        """Payment methods, which documents refer to."""
        from comarch_erp_xt_api.resources.payment_types import PaymentTypes

        return PaymentTypes(self)

    @cached_property
    def products(self) -> Products:
        """Products, which the lines of documents refer to."""
        from comarch_erp_xt_api.resources.products import Products

        return Products(self)

    @cached_property
    def proformas(self) -> Proformas:
        """Orders, which the vendor's paths call proformas."""
        from comarch_erp_xt_api.resources.proformas import Proformas

        return Proformas(self)


class AsyncComarchERPXTAPI(AsyncClient):
    """The client, awaited.

    Products, customers, invoices, orders, payment types, bank accounts and print-outs of a Comarch ERP XT account
    (German edition); every call is awaited.
    """

    vendor = VENDOR

    @cached_property
    def bank_accounts(self) -> AsyncBankAccounts:
        """The company's bank accounts, which documents may refer to."""
        from comarch_erp_xt_api.resources.bank_accounts import AsyncBankAccounts

        return AsyncBankAccounts(self)

    @cached_property
    def custom_prints(self) -> AsyncCustomPrints:
        """Print-outs that users of the account have designed."""
        from comarch_erp_xt_api.resources.custom_prints import AsyncCustomPrints

        return AsyncCustomPrints(self)

    @cached_property
    def customers(self) -> AsyncCustomers:
        """Customers and suppliers, with an address each."""
        from comarch_erp_xt_api.resources.customers import AsyncCustomers

        return AsyncCustomers(self)

    @cached_property
    def invoices(self) -> AsyncInvoices:
        """Sales invoices, in EUR only."""
        from comarch_erp_xt_api.resources.invoices import AsyncInvoices

        return AsyncInvoices(self)

    @cached_property
    def payment_types(self) -> AsyncPaymentTypes:
        """Payment methods, which documents refer to."""
        from comarch_erp_xt_api.resources.payment_types import AsyncPaymentTypes

        return AsyncPaymentTypes(self)

    @cached_property
    def products(self) -> AsyncProducts:
        """Products, which the lines of documents refer to."""
        from comarch_erp_xt_api.resources.products import AsyncProducts

        return AsyncProducts(self)

    @cached_property
    def proformas(self) -> AsyncProformas:
        """Orders, which the vendor's paths call proformas."""
        from comarch_erp_xt_api.resources.proformas import AsyncProformas

        return AsyncProformas(self)
