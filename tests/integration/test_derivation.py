"""Argon2id and the floor under it."""

import pytest

from wemi_desk.domain.access import Cost
from wemi_desk.gateways.derivation import (
    DEFAULT,
    FLOOR,
    CostBelowFloorError,
    Derivation,
    expand,
    production_derivation,
)


@pytest.mark.parametrize("cost", [Cost(2, 131072, 2), Cost(3, 65535, 2), Cost(1, 8, 1), Cost(3, 131072, 0)])
def test_production_never_goes_below_the_floor(cost):
    with pytest.raises(CostBelowFloorError):
        Derivation(cost)
    with pytest.raises(CostBelowFloorError):
        production_derivation().derive(b"secret", b"s" * 16, cost)


def test_the_default_is_three_passes_over_128_mebibytes_in_two_lanes():
    assert production_derivation().cost == DEFAULT == Cost(3, 128 * 1024, 2)
    assert DEFAULT.reaches(FLOOR)
    with pytest.raises(CostBelowFloorError):
        production_derivation(32 * 1024)


def test_argon2id_gives_the_vector_of_rfc_9106_parameters_without_associated_data():
    tiny = Derivation(Cost(3, 32, 4), floor=Cost(1, 8, 1))
    derived = tiny.derive(b"\x01" * 32, b"\x02" * 16, tiny.cost)
    assert derived.hex() == "03aab965c12001c9d7d0d2de33192c0494b684bb148196d73c1df1acaf6d0c2e"


def test_hkdf_gives_the_first_vector_of_rfc_5869():
    derived = expand(b"\x0b" * 22, bytes.fromhex("f0f1f2f3f4f5f6f7f8f9"), bytes(range(13)))
    assert derived.hex() == "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf"
