"""Writes that join rooms."""

from readings.pages.actions.deleting import Refused, ask_deletion, delete_account, delete_due

__all__ = ["Refused", "ask_deletion", "delete_account", "delete_due"]
