"""The Whoosh engine keeps whole batches, survives damage and says when it has to be built again."""

from __future__ import annotations

import itertools
import os
import stat
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from whoosh.writing import SegmentWriter

from search_index.port import IndexIsBusy, IndexState, NeedsRebuild
from search_index.whoosh_engine import leaf, writer
from search_index.whoosh_engine.engine import WhooshIndex
from tests.search.documents import EVERYBODY, TODAY, ask, changing, doc, ids, whoosh_index


@pytest.fixture
def index(tmp_path):
    index = whoosh_index(tmp_path, [doc("1", "Karte"), doc("2", "Schwimmbad")])
    yield index
    index.close()


def reopened(tmp_path):
    """The same folder, seen by another process."""
    return WhooshIndex(tmp_path / "search", today=lambda: TODAY)


def files(tmp_path, pattern):
    """Files of the valid build."""
    folder = tmp_path / "search" / (tmp_path / "search" / "current").read_text()
    return sorted(folder.glob(pattern))


def put_then_fail(batch):
    """A batch whose maker stumbles half-way."""
    batch.put(doc("3", "Bus"))
    raise ZeroDivisionError


def test_an_index_without_a_folder_finds_nothing_and_wants_to_be_built(tmp_path):
    index = reopened(tmp_path)
    assert index.state() is None
    assert ask(index, "Karte").total == 0
    assert list(index.fingerprints()) == []
    with pytest.raises(NeedsRebuild), changing(index):
        pass


def test_the_state_is_written_with_the_documents(index, tmp_path):
    with changing(index, seq=17) as batch:
        batch.put(doc("3", "Bus"))
    state = reopened(tmp_path).state()
    assert state == IndexState(seq=17, instance="test", analysis=state.analysis, generation=2)


def test_an_error_in_the_body_undoes_the_batch(index):
    before = index.state()
    with pytest.raises(ZeroDivisionError), changing(index) as batch:
        put_then_fail(batch)
    assert index.state() == before
    assert ask(index, "Bus").total == 0


def test_a_subject_put_twice_is_one_row(index):
    with changing(index) as batch:
        batch.put(doc("1", "Bahn"))
        batch.put(doc("1", "Bus"))
    assert ids(ask(index)) == ["1", "2"]
    assert ids(ask(index, "Bus")) == ["1"]
    assert ask(index, "Bahn").total == 0


def test_the_last_word_about_a_subject_counts(index):
    with changing(index) as batch:
        batch.put(doc("3"))
        batch.remove(doc("3").subject)
        batch.remove(doc("1").subject)
        batch.put(doc("1", "Bus"))
    assert set(ids(ask(index))) == {"1", "2"}


def test_the_fingerprint_is_that_of_the_document(index):
    assert index.fingerprint(doc("1").subject) == doc("1", "Karte").fingerprint
    assert index.fingerprint(doc("9").subject) is None


def test_fingerprints_come_sorted(index):
    with changing(index) as batch:
        batch.put(doc("10"))
    subjects = [str(subject) for subject, _ in index.fingerprints()]
    assert subjects == sorted(subjects) == ["proposal:1", "proposal:10", "proposal:2"]


def test_another_process_sees_a_commit_at_its_next_question(index, tmp_path):
    other = reopened(tmp_path)
    assert ask(other, "Bus").total == 0
    with changing(index) as batch:
        batch.put(doc("3", "Bus"))
    assert ask(other, "Bus").total == 1


def test_a_rebuild_is_seen_whole_or_not_at_all(index, tmp_path):
    other = reopened(tmp_path)
    with index.rebuild(seq=9, instance="test") as batch:
        batch.put(doc("4", "Museum"))
        assert ids(ask(other)) == ["1", "2"]
    assert ids(ask(other)) == ["4"]
    assert index.state().generation == 2


def test_a_failed_rebuild_leaves_the_old_index(index):
    with pytest.raises(ZeroDivisionError), index.rebuild(seq=9, instance="test") as batch:
        put_then_fail(batch)
    assert ids(ask(index)) == ["1", "2"]


def test_a_rebuild_in_steps_keeps_the_newest_of_each_subject(tmp_path, monkeypatch):
    monkeypatch.setattr("search_index.whoosh_engine.engine.REBUILD_STEP", 3)
    index = whoosh_index(tmp_path, [doc(str(n % 5), f"Fassung {n}") for n in range(12)])
    assert sorted(hit.title for hit in ask(index).hits) == [
        f"Fassung {n}" for n in (10, 11, 7, 8, 9)
    ]


def test_segments_stay_few(index):
    for n in range(30):
        with changing(index) as batch:
            batch.put(doc(f"n{n}", "Karte"))
    assert len(index._snapshot().leaves) <= writer.MOST_SEGMENTS
    assert ask(index, "Karte").total == 31


def test_purged_text_is_in_no_file(index, tmp_path):
    with changing(index) as batch:
        batch.put(doc("3", "Kanarienvogel", "Kanarienvogel"))
    with changing(index) as batch:
        batch.remove(doc("3").subject)
    index.purge()
    texts = {
        key: [leaf.shown(r) for r in range(leaf.size)]
        for key, leaf in enumerate(index._snapshot().leaves)
    }
    assert "Kanarienvogel" not in str(texts)
    assert b"kanarienvogel" not in b"".join(path.read_bytes() for path in files(tmp_path, "*"))
    assert ids(ask(index)) == ["1", "2"]
    assert len(list((tmp_path / "search").iterdir())) == 2


def test_the_folder_is_for_its_owner_alone(index, tmp_path):
    for folder in [
        tmp_path / "search",
        *(p for p in (tmp_path / "search").iterdir() if p.is_dir()),
    ]:
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@pytest.mark.parametrize("damage", ["truncated", "emptied", "foreign", "toc", "gone", "pointer"])
def test_a_damaged_index_answers_nothing_and_can_be_built_again(index, tmp_path, damage):
    index.close()
    segment, toc = files(tmp_path, "*.seg")[0], files(tmp_path, "*.toc")[0]
    {
        "truncated": lambda: segment.write_bytes(segment.read_bytes()[:100]),
        "emptied": lambda: segment.write_bytes(b""),
        "foreign": lambda: segment.write_bytes(b"something else" * 1000),
        "toc": lambda: toc.write_bytes(toc.read_bytes()[:60]),
        "gone": segment.unlink,
        "pointer": lambda: (tmp_path / "search" / "current").write_text("../../etc"),
    }[damage]()
    other = reopened(tmp_path)
    assert ask(other, "Karte").total == 0
    assert other.state() is None
    with other.rebuild(seq=1, instance="test") as batch:
        batch.put(doc("1", "Karte"))
    assert ids(ask(other, "Karte")) == ["1"]


@pytest.mark.parametrize("damage", ["cut", "gone", "written over"])
@pytest.mark.parametrize("pattern", ["*.seg", "*.toc"])
def test_files_changed_under_a_running_server_answer_nothing_until_built_again(
    index, tmp_path, pattern, damage
):
    assert ask(index, "Karte").total == 1
    file = files(tmp_path, pattern)[0]
    {
        "cut": lambda: os.truncate(file, 20),
        "gone": file.unlink,
        "written over": lambda: file.write_bytes(bytes(file.stat().st_size)),
    }[damage]()
    assert (ask(index, "Karte").total, index.state()) == (0, None)
    with pytest.raises(NeedsRebuild), changing(index):
        pass
    with index.rebuild(seq=1, instance="test") as batch:
        batch.put(doc("1", "Karte"))
    assert ids(ask(index, "Karte")) == ["1"]


def test_a_failed_rebuild_leaves_nothing_on_the_disk(index, tmp_path):
    before = set((tmp_path / "search").iterdir())
    with pytest.raises(ZeroDivisionError), index.rebuild(seq=9, instance="test") as batch:
        put_then_fail(batch)
    assert set((tmp_path / "search").iterdir()) == before


def test_memory_for_what_people_ask_is_bounded(index, monkeypatch):
    monkeypatch.setattr(leaf, "MOST_BYTES", 50 * leaf.ENTRY_BYTES)
    for n in range(40):
        ask(index, " ".join(f"wort{letter}{n}" for letter in "abcdef") + " Karte")
    for one in index._snapshot().leaves:
        assert len(one._postings) + len(one._impacts) <= 100


def test_an_index_of_another_analysis_wants_to_be_built(index, tmp_path, monkeypatch):
    monkeypatch.setattr("search_index.german.analysis._version", lambda _words: "another")
    other = reopened(tmp_path)
    assert other.state() is None
    assert ask(other, "Karte").total == 0
    with pytest.raises(NeedsRebuild), changing(other):
        pass


def test_rows_of_another_format_want_to_be_built_and_answer_nothing(index, tmp_path, monkeypatch):
    monkeypatch.setattr("search_index.whoosh_engine.snapshot.FORMAT", 0)
    other = reopened(tmp_path)
    assert other.state() is None
    assert ask(other).total == 0
    assert other.suggest("Karte", visible_to=EVERYBODY) == ()


def test_a_second_writer_is_refused(index, tmp_path):
    folder = index._snapshot().folder
    with writer._writer(folder) as first:
        first.mergetype = writer.merge_small
        with pytest.raises(IndexIsBusy), changing(reopened(tmp_path)) as batch:
            batch.put(doc("3"))


@pytest.mark.parametrize("step", ["add_document", "_finalize_segment", "_commit_toc", "cancel"])
def test_a_failing_disk_keeps_the_commit_before_and_frees_the_lock(
    index, tmp_path, monkeypatch, step
):
    def full(*_args, **_kwargs):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(SegmentWriter, step if step != "cancel" else "_commit_toc", full)
        if step == "cancel":
            broken.setattr(SegmentWriter, "cancel", full)
        with pytest.raises(OSError, match="No space"), changing(index) as batch:
            batch.put(doc("3", "Bus"))
    assert ids(ask(index)) == ["1", "2"]
    with changing(index) as batch:
        batch.put(doc("3", "Bus"))
    assert ids(ask(index, "Bus")) == ["3"]
    assert len(files(tmp_path, "*.seg")) == 2


def test_a_commit_between_two_looks_of_one_question_is_no_damage(index, monkeypatch):
    newest, looks = index._newest, itertools.count(1)

    def commit():
        with changing(other) as batch:
            batch.put(doc("1", "Karte"))

    def looking_among_others():
        found, look = newest(), next(looks)
        if look <= 2:
            commit()
        if look == 1:  # somebody else's question has opened that commit first
            monkeypatch.setattr(index, "_newest", newest)
            index.state()
            monkeypatch.setattr(index, "_newest", looking_among_others)
        return found

    other = WhooshIndex(index._folders.root, today=lambda: TODAY)
    index.state()
    monkeypatch.setattr(index, "_newest", looking_among_others)
    assert [ids(ask(index, "Karte")) for _ in range(3)] == [["1"]] * 3
    other.close()


@pytest.mark.race
def test_questions_from_many_threads_beside_a_writer_are_never_wrong(index):
    done = threading.Event()

    def asking():
        wrong = 0
        while not done.is_set():
            wrong += ids(ask(index, "Schwimmbad")) != ["2"]
            wrong += ask(index, "Karte").total != 1
        return wrong

    with ThreadPoolExecutor(4) as pool:
        answers = [pool.submit(asking) for _ in range(4)]
        for n in range(15):
            with changing(index) as batch:
                batch.put(doc("1", f"Karte Nummer {n}"))
        done.set()
    assert [answer.result() for answer in answers] == [0, 0, 0, 0]


def test_the_corpus_joins_the_lexicon_at_a_rebuild_and_stays_with_the_index(tmp_path):
    documents = [doc(str(n), "Bezwil", f"Nummer {n}") for n in range(6)]
    index = whoosh_index(tmp_path, documents)
    with index.rebuild(seq=2, instance="test") as batch:
        for document in [*documents, doc("x", "Bezwilkarte")]:
            batch.put(document)
    assert "x" in ids(ask(index, "Bezwil"))
    assert reopened(tmp_path).state() == index.state()


def test_hidden_words_never_join_the_lexicon(tmp_path):
    hidden = [doc(str(n), "Bezwil", audience=frozenset({"office"})) for n in range(9)]
    index = whoosh_index(tmp_path, hidden)
    with index.rebuild(seq=2, instance="test") as batch:
        batch.put(doc("x", "Bezwilkarte"))
    assert index._snapshot().analysis.lexicon.more == frozenset()
    assert ask(index, "Bezwilkarte", by=EVERYBODY).total == 1


def test_without_time_the_words_themselves_answer_and_it_is_said(index, tmp_path):
    ticks = iter(range(1000))
    slow = WhooshIndex(tmp_path / "search", today=lambda: TODAY, clock=lambda: next(ticks))
    hits = ask(slow, "Schwimmbad Kar")
    assert ids(hits) == ["2"]
    assert not hits.complete
    assert ask(index, "Schwimmbad Kar").complete
