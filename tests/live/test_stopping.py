"""The server says when to come back, and ends in time."""

import time
from concurrent.futures import ThreadPoolExecutor

from tests.support.raw_socket import RawSocket
from tests.support.server import running_server


def test_at_a_restart_everybody_is_told_when_to_come_back_and_the_process_ends_well() -> None:
    with running_server() as server:
        listening = [RawSocket(server.url) for _ in range(20)]
        for each in listening:
            assert "sid" in each.connect()
        stalled = RawSocket(server.url, receive_buffer=4_096)
        stalled.connect()
        begun = time.monotonic()
        server.process.terminate()
        with ThreadPoolExecutor(20) as pool:
            list(pool.map(RawSocket.until_gone, [*listening, stalled]))
        assert time.monotonic() - begun < 15
    assert server.process.returncode == 0
    stalled.close()
    for each in listening:
        each.close()
        (bye,) = each.byes
        assert bye["reason"] == "restart"
        assert 1 <= bye["retry_in"] <= 5
    assert len({each.byes[0]["retry_in"] for each in listening}) > 1
