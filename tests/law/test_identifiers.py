"""Check letters warn and never refuse."""

import pytest

from law.identifiers import arrest_summons_number, cro_number, dna_barcode, pnc_id


@pytest.mark.parametrize("text", ["2012/1234567C", "1998/0000765X", "2003/0000012H", "2020/9999999T"])
def test_a_true_pnc_id_is_sound(text):
    assert pnc_id(text, 2026).is_sound
    assert pnc_id(text, 2026).canonical == text


def test_a_pnc_id_is_read_short_unpadded_and_without_its_slash():
    assert pnc_id(" 98/765x ", 2016).canonical == "1998/0000765X"
    assert pnc_id("030000012H", 2016).canonical == "2003/0000012H"


def test_a_wrong_check_letter_or_a_year_to_come_is_a_warning_that_keeps_the_identifier():
    wrong = pnc_id("2012/0000001Z", 2026)
    assert wrong.canonical == "2012/0000001Z"
    assert "should be" in wrong.warning
    assert not wrong.is_sound
    assert "still to come" in pnc_id("2020/9999999T", 2016).warning


@pytest.mark.parametrize(
    "check", [lambda text: pnc_id(text, 2016), cro_number, arrest_summons_number, dna_barcode]
)
def test_what_has_no_known_shape_is_kept_with_a_warning(check):
    found = check("not one at all")
    assert (found.canonical, found.is_sound) == ("", False)
    assert found.warning


@pytest.mark.parametrize("text", ["123456/12U", "000765/98V", "SF39/12345Y", "SF94/7D"])
def test_a_true_cro_number_is_sound(text):
    assert cro_number(text).canonical == text
    assert cro_number(text).is_sound


def test_a_wrong_cro_letter_is_a_warning():
    assert "should be U" in cro_number("123456/12V").warning
    assert "should be D" in cro_number("SF94/7E").warning


@pytest.mark.parametrize("text", ["1501ZD0200000123456M", "2152010100000000987Y", "15/01ZD/02/00000123456M"])
def test_a_true_arrest_summons_number_is_sound(text):
    assert arrest_summons_number(text).is_sound


def test_a_wrong_arrest_summons_letter_is_a_warning():
    assert "should be M" in arrest_summons_number("1501ZD0200000123456N").warning


def test_a_barcode_is_digits_alone():
    assert dna_barcode(" 9123 4567 ").canonical == "91234567"
    assert not dna_barcode("123").is_sound
