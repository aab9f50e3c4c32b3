"""The address of a proxy and who one is there: parted without losing anything, and never told to another proxy."""

from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wemi_desk.domain.centres import CentrePlace
from wemi_desk.domain.errors import InvalidFieldError, KeyringMissingError
from wemi_desk.domain.proxies import proxy_address, typed_proxy, who_of, with_who, without_who
from wemi_desk.gateways.proxy_words import ProxyWords

DESK = UUID(int=7)
ADDRESS = "http://proxy.esempio.it:3128"


class Keyring(dict):
    shut = False

    def find(self, name):
        if self.shut:
            raise KeyringMissingError("shut")
        return self.get(name)

    def put(self, name, value):
        self[name] = value

    def delete(self, name):
        self.pop(name, None)


@pytest.mark.parametrize(("typed", "address"), [
    ("proxy.esempio.it:3128", ADDRESS), (f" {ADDRESS}/ ", ADDRESS), ("https://p:1", "https://p:1"),
    ("[::1]:8080", "http://[::1]:8080"), ("http://a:b@p:1", "http://a:b@p:1"),
])  # fmt: skip
def test_an_address_is_taken_as_people_type_it(typed, address):
    assert proxy_address(typed) == address


@pytest.mark.parametrize(
    "text", ["", "http://", "socks://p:1", "p:70000", "p:1/here", "p:1?x", "p p:1", "p\n:1", "p:0"]
)
def test_what_is_no_proxy_is_refused(text):
    with pytest.raises(InvalidFieldError):
        proxy_address(text)


@settings(max_examples=60)
@given(st.text(min_size=1, max_size=20).filter(str.strip), st.text(max_size=20))
def test_name_and_word_come_back_whatever_signs_they_hold(name, word):
    from requests.utils import get_auth_from_url

    try:
        whole = typed_proxy("proxy.esempio.it:3128", name, word)
    except UnicodeEncodeError:
        return  # half a character, which no keyboard types
    assert without_who(whole) == ADDRESS
    assert with_who(without_who(whole), who_of(whole)) == whole
    assert get_auth_from_url(whole) == (name.strip(), word)


def test_the_word_is_kept_apart_and_put_back_for_the_same_proxy_alone():
    keyring = Keyring()
    words = ProxyWords(keyring, DESK)
    whole = typed_proxy(ADDRESS, "ada", "se/gre:to")
    assert words.keep(whole) == ADDRESS
    assert words.whole(ADDRESS) == whole
    assert words.whole("http://altro.esempio.it:3128") == "http://altro.esempio.it:3128"
    assert words.whole("") == ""
    assert set(keyring) == {f"{DESK}/proxy"}
    assert words.keep("http://altro.esempio.it:3128") == "http://altro.esempio.it:3128"
    assert keyring == {}
    assert words.whole(ADDRESS) == ADDRESS


def test_without_a_keyring_the_proxy_says_itself_what_it_misses():
    keyring = Keyring()
    words = ProxyWords(keyring, DESK)
    words.keep(typed_proxy(ADDRESS, "ada", "parola"))
    keyring.shut = True
    assert words.whole(ADDRESS) == ADDRESS


def test_what_is_shown_of_a_place_holds_no_word():
    assert "parola" not in repr(CentrePlace(url="https://x", proxy="http://ada:parola@p:1"))
