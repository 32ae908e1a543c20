"""What the accounts room refuses, each with a message for the person who asked."""


class AccountRefused(ValueError):
    """The change was not made; the message says why and what would do."""


class AlreadyHeld(AccountRefused):
    """The officer holds that role, or another rank, on one of the days asked for."""


class NotOwnAccount(AccountRefused):
    """Nobody changes what they themselves may do."""


class RolesConflict(AccountRefused):
    """The two roles must not be one person's."""
