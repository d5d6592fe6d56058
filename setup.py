"""Builds the native module of reading (decision 015); everything else stands in pyproject.toml.

It may be left out: without a C compiler the installation goes on, and the same is done in Python.
"""

from glob import glob

from setuptools import Extension, setup

NATIVE = Extension(
    "madoguchi._native",
    sources=sorted(glob("src/native/*.c")),
    depends=sorted(glob("src/native/*.h")),
    extra_compile_args=[
        "-O2",
        "-Wall",
        "-Wextra",
        "-Wno-cast-function-type",
        "-Wno-missing-field-initializers",
    ],
    optional=True,
)

setup(ext_modules=[NATIVE])
