"""Every kernel, through every contract."""

import pytest

from glasscat import kernels

from . import kernel_contracts
from .kernel_table import GRADIENTS, INITIALISERS, KERNELS


@pytest.mark.parametrize("kernel", KERNELS, ids=str)
@pytest.mark.parametrize("contract", kernel_contracts.CONTRACTS, ids=lambda contract: contract.__name__)
def test_contract(kernel, contract):
    contract(kernels, kernel)


@pytest.mark.parametrize("gradient", GRADIENTS, ids=str)
def test_gradient_is_the_slope_of_its_function(gradient):
    kernel_contracts.gradient_is_the_slope(kernels, gradient)


@pytest.mark.parametrize("name", INITIALISERS)
def test_initialiser_draws_what_its_formula_says(name):
    kernel_contracts.draws_what_the_formula_says(kernels, name)


def test_bytes_are_multiplied_exactly():
    kernel_contracts.multiplies_bytes_exactly(kernels)


def test_no_kernel_is_left_out():
    assert {kernel.name for kernel in KERNELS} | set(INITIALISERS) | {"gram"} == set(kernels.__all__)


def test_every_way_back_is_held_against_differences():
    ways_back = {name for name in kernels.__all__ if name.endswith("_backward")}
    named = {gradient.name.split(" of ")[0] for gradient in GRADIENTS}
    named |= {f"{gradient.name.split(' by ')[0]}_backward" for gradient in GRADIENTS}
    assert ways_back <= named
