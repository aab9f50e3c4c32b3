"""What is sent is what arrives, also where there is nothing."""

from uuid import UUID

import msgspec
import pytest

from wemi_desk.sync.wire import PUT, Row, SentAct


@pytest.mark.parametrize("content", [None, b'{"a":[1,"\xc3\xa8"]}'])
def test_an_act_arrives_with_its_payload_or_without(content):
    one = UUID(int=1)
    act = SentAct(1, one, "citizen", "new", one, None, one, "VEN", 5, 6, 1, 0, content and msgspec.Raw(content), b"b")
    arrived = msgspec.json.decode(msgspec.json.encode(act), type=SentAct)
    assert (arrived.payload and bytes(arrived.payload), arrived.body) == (content, b"b")


@pytest.mark.parametrize("content", [None, b'{"a":1}'])
def test_a_row_arrives_with_its_content_or_without(content):
    row = Row(1, "citizen", UUID(int=1), PUT, content and msgspec.Raw(content), 3)
    arrived = msgspec.json.decode(msgspec.json.encode(row), type=Row)
    assert (arrived.data and bytes(arrived.data), arrived.version) == (content, 3)
