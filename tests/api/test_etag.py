import pytest

from crudgen.api.etag import NEVER, is_unchanged, make_etag, read_tags, read_versions
from crudgen.errors import BadRequest


def test_a_tag_holds_the_version_and_differs_by_body():
    assert make_etag(7, b"a").startswith('"7-')
    assert make_etag(7, b"a") != make_etag(7, b"b")
    assert make_etag(7, b"a") == make_etag(7, b"a")


@pytest.mark.parametrize(
    ("header", "unchanged"),
    [('"1-a"', True), ('W/"1-a"', True), ('"0-x", W/"1-a"', True), ("*", True), (" * ", True), ('"1-b"', False), ('"2-a"', False)],
)
def test_if_none_match_compares_weakly(header, unchanged):
    assert is_unchanged(header, '"1-a"') is unchanged


@pytest.mark.parametrize(
    ("header", "versions"),
    [
        ('"3-ab"', {3}),
        ('W/"3-ab"', {3}),
        ('"3-ab","4-cd"', {3, 4}),
        ('"other"', {NEVER}),
        ('"-1-x"', {NEVER}),
        ('"٣-x"', None),
        ('""', {NEVER}),
    ],
)
def test_if_match_names_versions(header, versions):
    if versions is None:
        with pytest.raises(BadRequest):
            read_versions(header)
    else:
        assert read_versions(header) == versions


def test_if_match_of_a_star_takes_any_version():
    assert read_versions("*") is None


@pytest.mark.parametrize("header", ["", "3", "3-ab", '"3-ab" "4-cd"', '"3-ab",', '"3-ab', "'3'", '"a"; q=1', "*, *"])
def test_what_is_no_list_of_tags_is_refused(header):
    with pytest.raises(BadRequest) as caught:
        read_tags(header)
    assert caught.value.name == "bad_etag"
