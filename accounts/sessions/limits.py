"""How often somebody may try to sign in; the answer is the same for known and unknown addresses.

The network is counted first: whoever is beyond its limit leaves no trace of the addresses they make up.
A network may be a library or a whole office, so its limits are wide; an address's are narrow, and narrower still from
one network, so that a stranger can hardly lock a person out of the own account.
"""

from accounts.people.rules.addresses import normal_address
from kernel import limits

MAILS_PER_ADDRESS_AND_NETWORK = "5/hour"
MAILS_PER_ADDRESS = "25/hour"
MAILS_PER_NETWORK = "100/hour"
PASSWORDS_PER_ADDRESS_AND_NETWORK = "10/15 minutes"
PASSWORDS_PER_ADDRESS = "50/15 minutes"
PASSWORDS_PER_NETWORK = "200/15 minutes"
PROOFS_PER_NETWORK = "200/15 minutes"


def check_mail(email: str) -> None:
    """Count a sign-in mail; a stranger elsewhere does not use up the owner's."""
    address, network = normal_address(email), limits.network()
    limits.check(MAILS_PER_NETWORK, "mail-network", network)
    limits.check(MAILS_PER_ADDRESS_AND_NETWORK, "mail-both", address, network)
    limits.check(MAILS_PER_ADDRESS, "mail-address", address)


def check_password(email: str) -> None:
    """Count a try with a password."""
    address, network = normal_address(email), limits.network()
    limits.check(PASSWORDS_PER_NETWORK, "password-network", network)
    limits.check(PASSWORDS_PER_ADDRESS_AND_NETWORK, "password-both", address, network)
    limits.check(PASSWORDS_PER_ADDRESS, "password-address", address)


def check_proof() -> None:
    """Count a try with a code or link."""
    limits.check(PROOFS_PER_NETWORK, "proof-network", limits.network())
