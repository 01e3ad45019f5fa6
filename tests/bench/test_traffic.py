import base64
from typing import Any

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from bench.traffic import Frame, Traffic, read_frame


def event(payload: bytes) -> dict[str, Any]:
    text = base64.b64encode(payload).decode()
    return {"timestamp": 12.5, "response": {"opcode": 2, "payloadData": text}}


def map_message(component: str) -> bytes:
    message = ForwardMsg()
    message.delta.new_element.component_instance.component_name = component
    message.delta.new_element.component_instance.json_args = '{"script": "..."}'
    return bytes(message.SerializeToString())


def frame(kind: str) -> Frame:
    return Frame(seconds=0, size=1, is_map=False, kind=kind)


def test_a_map_is_told_from_other_elements() -> None:
    payload = map_message("streamlit_folium.st_folium")
    assert read_frame(event(payload)) == Frame(12.5, len(payload), True, "delta")
    assert not read_frame(event(map_message("other.component"))).is_map
    text = ForwardMsg()
    text.delta.new_element.markdown.body = "st_folium"
    assert not read_frame(event(text.SerializeToString())).is_map


def test_a_frame_that_is_no_message_counts_its_bytes_only() -> None:
    assert read_frame(event(b"\xff\xff\xff")) == Frame(12.5, 3, False, "")
    pong = {"timestamp": 1.0, "response": {"opcode": 1, "payloadData": "pong"}}
    assert read_frame(pong) == Frame(1.0, 4, False, "")


def test_a_page_rests_when_every_run_has_ended() -> None:
    begin, end = frame("new_session"), frame("script_finished")
    assert not Traffic().is_at_rest()
    assert not Traffic(received=[begin]).is_at_rest()
    assert Traffic(received=[begin, frame("delta"), end]).is_at_rest()
    assert not Traffic(received=[begin, end, begin]).is_at_rest()
    assert Traffic(received=[begin, begin, end]).is_at_rest()  # the second overtook the first
