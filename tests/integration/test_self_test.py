"""The program asks itself whether it is whole."""

import json

from wemi_desk import cli, self_test


def test_every_part_of_this_installation_works(qapp):
    tried = self_test.run()
    assert [one.name for one in tried if not one.ok] == []
    assert {"store", "paper", "solver", "centre", "window"} <= {one.name for one in tried}
    assert "Il programma è intero." in self_test.as_text(tried)


def test_a_part_that_is_missing_is_named_and_the_others_are_still_tried(monkeypatch, tmp_path, capsys):
    def no_holidays(_folder):
        raise ModuleNotFoundError("No module named 'holidays'")

    trials = [(name, label, no_holidays if name == "calendar" else trial) for name, label, trial in self_test._TRIALS]
    monkeypatch.setattr(self_test, "_TRIALS", tuple(one for one in trials if one[0] in {"dates", "calendar", "sheets"}))
    assert cli.main(["self-test", "--json", "--out", str(tmp_path / "parts.json")]) == 1
    said = json.loads(capsys.readouterr().out)
    assert said == json.loads((tmp_path / "parts.json").read_text(encoding="utf-8"))
    assert not said["ok"]
    assert {one["name"]: one["ok"] for one in said["parts"]} == {"dates": True, "calendar": False, "sheets": True}
    assert "holidays" in next(one["answer"] for one in said["parts"] if not one["ok"])
