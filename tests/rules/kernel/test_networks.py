"""Limits count networks, however a proxy or a socket writes an address."""

import pytest

from kernel.limits import network_of


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.0/24"),
        ("192.0.2.7:4711", "192.0.2.0/24"),
        ("::ffff:192.0.2.7", "192.0.2.0/24"),
        ("2001:db8:1:2ff:5::6", "2001:db8:1:200::/56"),
        ("[2001:db8:1:2ff:5::6]:4711", "2001:db8:1:200::/56"),
        ("fe80::1%eth0", "fe80::/56"),
        ("unknown", "unknown"),
        ("", "unknown"),
    ],
)
def test_an_address_counts_for_its_network(address, network) -> None:
    assert network_of(address) == network
