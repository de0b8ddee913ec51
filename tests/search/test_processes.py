"""The index beside gevent's loop, in a killed writer, and on the one Whoosh it was written for."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from whoosh.codec.whoosh3 import W3LeafMatcher

from search_index.whoosh_engine import distribution
from search_index.whoosh_engine.engine import WhooshIndex
from tests.search.documents import TODAY, ask, changing, doc, ids, whoosh_index

ROOT = Path(__file__).parents[2]

UNDER_GEVENT = """
from gevent import monkey
monkey.patch_all()
import sys, threading, gevent
from pathlib import Path
from search_index import offload
from search_index.port import SearchIsBusy
from tests.search.documents import ask, doc, ids, whoosh_index

index = whoosh_index(Path(sys.argv[1]), [doc("1", "Karte"), doc("2", "Schwimmbad")])
ticks, threads = [], set()
find = index._find
def noting(*args):
    threads.add(monkey.get_original("_thread", "get_ident")())
    return find(*args)
index._find = noting
heart = gevent.spawn(lambda: [ticks.append(gevent.sleep(0.001)) for _ in range(20)])
asked = [gevent.spawn(lambda: ids(ask(index, "Schwimbad"))) for _ in range(20)]
assert all(one.get() == ["2"] for one in asked)
heart.get()
assert threads and monkey.get_original("_thread", "get_ident")() not in threads
offload.MOST_WAITING = 0
try:
    ask(index)
except SearchIsBusy:
    print("refused")
index.close()
"""

WRITER = """
import itertools, sys
from pathlib import Path
from tests.search.documents import TODAY, doc
from search_index.whoosh_engine.engine import WhooshIndex

index = WhooshIndex(Path(sys.argv[1]) / "search", today=lambda: TODAY)
for n in itertools.count(int(sys.argv[2])):
    with index.batch(seq=n, instance="test") as batch:
        batch.put(doc("a", f"Karte {n}"))
        batch.put(doc("b", f"Karte {n}"))
    print(n, flush=True)
"""


def python(code, *args):
    """A fresh interpreter with our packages."""
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", code, *map(str, args)]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True, cwd=ROOT)


def test_under_gevent_questions_run_beside_the_loop_and_a_crowd_is_refused(tmp_path):
    process = python(UNDER_GEVENT, tmp_path)
    answer, _ = process.communicate(timeout=60)
    assert (process.returncode, answer) == (0, "refused\n")


def leftovers(index):
    """Files that belong to no commit."""
    folder = index._snapshot().folder
    segments = {leaf.segment for leaf in index._snapshot().leaves}
    stems = {path.name: path.name.removesuffix(".seg") for path in folder.iterdir()}
    known = {"MAIN_WRITELOCK", "lexicon.txt"}
    return [
        n
        for n, stem in stems.items()
        if n not in known and stem not in segments and not n.endswith(".toc")
    ]


@pytest.mark.race
def test_a_killed_writer_loses_no_commit_and_leaves_no_half_one(tmp_path):
    chance = random.Random(4)
    whoosh_index(tmp_path, [doc("a", "Karte 1"), doc("b", "Karte 1")]).close()
    seq = 1
    for _ in range(8):
        process = python(WRITER, tmp_path, seq + 1)
        told = int(process.stdout.readline())
        time.sleep(chance.uniform(0, 0.15))
        process.send_signal(signal.SIGKILL)
        told = max([told, *map(int, process.stdout.read().split())])
        process.wait()
        process.stdout.close()
        index = WhooshIndex(tmp_path / "search", today=lambda: TODAY)
        seq = index.state().seq
        assert told <= seq <= told + 1
        assert [hit.title for hit in ask(index).hits] == [f"Karte {seq}"] * 2
        with changing(index, seq=seq) as batch:
            batch.put(doc("c", "Danach"))
        assert ids(ask(index, "Danach")) == ["c"]
        with changing(index, seq=seq) as batch:
            batch.remove(doc("c").subject)
        assert leftovers(index) == []
        index.close()


def test_the_private_names_we_read_postings_by_are_still_there():
    used = {"_read_ids", "_read_weights", "_next_block"}
    assert used <= set(dir(W3LeafMatcher)), "leaf.py reads whole blocks: compare W3LeafMatcher"


def test_two_packages_named_whoosh_refuse_to_start(monkeypatch):
    installed = {"whoosh": ["Whoosh-Reloaded", "Whoosh"]}
    monkeypatch.setattr(distribution, "packages_distributions", lambda: installed)
    distribution.ensure_one_whoosh.cache_clear()
    with pytest.raises(distribution.WhooshIsAmbiguous, match="Whoosh, Whoosh-Reloaded"):
        distribution.ensure_one_whoosh()
    monkeypatch.undo()
    distribution.ensure_one_whoosh.cache_clear()
    distribution.ensure_one_whoosh()
