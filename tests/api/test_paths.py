from crudgen.api.paths import decode_key, decode_segment, raw_path


def test_an_encoded_slash_stays_inside_its_segment():
    scope = {"path": "/api/doc/a/b", "raw_path": b"/api/doc/a%2Fb", "root_path": ""}
    assert raw_path(scope) == ("", b"/api/doc/a%2Fb")
    assert decode_key(b"a%2Fb") == ("a/b",)


def test_a_mount_is_cut_off_however_it_is_encoded():
    scope = {"path": "/my shop/api/doc", "raw_path": b"/my%20shop/api/doc", "root_path": "/my shop"}
    assert raw_path(scope) == ("/my shop", b"/api/doc")


def test_a_root_path_that_a_proxy_has_taken_off_is_not_cut_off_again():
    assert raw_path({"path": "/api/doc", "raw_path": b"/api/doc", "root_path": "/shop"}) == ("/shop", b"/api/doc")


def test_a_server_without_raw_paths_is_served_too():
    assert raw_path({"path": "/api/doc"}) == ("", b"/api/doc")


def test_a_comma_parts_a_composite_key_and_an_encoded_one_does_not():
    assert decode_key(b"7,3") == ("7", "3")
    assert decode_key(b"a%2Cb,c") == ("a,b", "c")


def test_bytes_that_are_no_text_are_no_key():
    assert decode_segment(b"%FF") is None
    assert decode_key(b"1%00") is None
    assert decode_key(b"1,%C3") is None
