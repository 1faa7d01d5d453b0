"""python -m bench.child MODULE FUNCTION [ARGUMENTS]: a part of a measure, in a process of its own where Django is ready."""

import sys
from importlib import import_module

import django

if __name__ == "__main__":
    django.setup()
    module, function, *arguments = sys.argv[1:]
    getattr(import_module(f"bench.{module}"), function)(*arguments)
