import pytest

from crudgen.api.query import MAX_PARAMETERS, read_pairs, refuse_parameters, write_pairs
from crudgen.errors import BadRequest


def test_names_and_values_are_decoded_once():
    assert read_pairs(b"name%5Bicontains%5D=50%2525&q=a+b%2Bc") == [("name[icontains]", "50%25"), ("q", "a b+c")]


def test_a_parameter_may_come_twice_and_may_be_empty():
    assert read_pairs(b"a=1&&a=2&b=&c") == [("a", "1"), ("a", "2"), ("b", ""), ("c", "")]


def test_raw_utf_8_is_read():
    assert read_pairs("q=Ж".encode()) == [("q", "Ж")]


@pytest.mark.parametrize("raw", [b"q=%FF", b"q=\xff", b"q=%C0%80", b"q=%ED%A0%80", b"q=a%00b", b"q%00=a", b"q=100%", b"q=%zz", b"=x"])
def test_what_is_no_text_is_refused(raw):
    with pytest.raises(BadRequest):
        read_pairs(raw)


def test_the_number_of_parameters_is_bounded():
    read_pairs(b"&".join([b"a=1"] * MAX_PARAMETERS))
    with pytest.raises(BadRequest) as caught:
        read_pairs(b"&".join([b"a=1"] * 1_000_000))
    assert caught.value.name == "too_many_parameters"


def test_a_written_query_reads_back_and_holds_no_bracket_of_a_link_header():
    pairs = [("status[in]", 'a,"b>c"'), ("q", "x & y")]
    text = write_pairs(pairs)
    assert read_pairs(text.encode()) == pairs
    assert not set(text) & set('<>"[] ')


def test_an_address_without_parameters_names_the_one_that_came():
    refuse_parameters(b"")
    with pytest.raises(BadRequest, match='"purge"'):
        refuse_parameters(b"purge=true")
