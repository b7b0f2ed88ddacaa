"""The steps between a right password and being signed in, where ours differ from allauth's."""

from __future__ import annotations

from allauth.account.stages import EmailVerificationStage as BaseStage
from django.http import HttpResponse

from readings.accounts.queries import must_confirm


class EmailVerificationStage(BaseStage):
    """An address has to be confirmed before the first time that its account is used.

    Later ones need not: whoever came by a joining link has none, and may add one at leisure.
    """

    def handle(self) -> tuple[HttpResponse | None, bool]:
        user = self.login.user
        # Nobody: somebody signs up with the address of another, and must not learn of them.
        if user is not None and not must_confirm(user):
            return None, True
        result: tuple[HttpResponse | None, bool] = super().handle()
        return result
