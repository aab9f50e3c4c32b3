"""A long run is written down block by block, and goes on where it was cut."""

import json

import pytest

from simulation import generate, long


@pytest.fixture(autouse=True)
def _short_blocks(monkeypatch):
    monkeypatch.setattr(long, "BLOCK", 2)


def _lines(book):
    return [json.loads(line) for line in book.read_text(encoding="utf-8").splitlines()]


def test_each_block_is_a_line_that_says_what_was_played_and_the_last_words_are_the_sum(tmp_path, capsys):
    book = tmp_path / "kept" / "book.jsonl"
    assert long.run(generate.calm, 40, 3, 1, book) == 0
    lines = _lines(book)
    assert [(line["first"], line["histories"], line["violations"]) for line in lines] == [(40, 2, 0), (42, 1, 0)]
    assert {"acts", "faults", "failed", "seconds", "program", "commit"} <= lines[0].keys()
    acts = sum(line["acts"] for line in lines)
    assert capsys.readouterr().out.splitlines()[-1].startswith(f"histories 3, acts {acts}, ")


def test_a_run_that_was_cut_goes_on_after_its_last_block(tmp_path, monkeypatch):
    book, played, play_on = tmp_path / "book.jsonl", [], long.play.histories

    def cut_after_the_first_block(make, seeds, workers):
        if played:
            raise KeyboardInterrupt
        played.extend(seeds)
        return play_on(make, seeds, workers)

    with monkeypatch.context() as patched:
        patched.setattr(long.play, "histories", cut_after_the_first_block)
        with pytest.raises(KeyboardInterrupt):
            long.run(generate.calm, 40, 4, 1, book)
    first = book.read_text(encoding="utf-8")
    assert long.run(generate.calm, 40, 4, 1, book) == 0
    assert book.read_text(encoding="utf-8").startswith(first)
    assert [line["first"] for line in _lines(book)] == [40, 42]


def test_a_run_that_is_complete_plays_nothing_again_and_still_tells_of_what_failed(tmp_path, capsys):
    book = tmp_path / "book.jsonl"
    block = {"first": 40, "histories": 2, "program": "other", "acts": 7, "violations": 1, "failed": [41], "seconds": 9}
    book.write_text(json.dumps(block) + "\n", encoding="utf-8")
    assert long.run(generate.calm, 40, 2, 1, book) == 1
    told = capsys.readouterr().out.splitlines()
    assert "failed: 41" in told
    assert told[-1] == "histories 2, acts 7, faults injected 0, violations 1, 9 s"
