# Written by mcpbox. Starts one program of the packages in site/ as a console script of a virtual environment would, without the environment:
# the packages come after the standard library, and those of the machine do not come at all.
import sys

FILES = __file__.rpartition("/")[0]
SITE = FILES + "/site"
sys.path[:] = [folder for folder in sys.path if folder not in (FILES, SITE)]

import os
import site

if sys.version_info[:2] != VERSION:
    sys.exit("mcpbox: built for Python %d.%d, and this is %d.%d: `mcpbox lock` builds it for this one" % (VERSION + sys.version_info[:2]))

for builtins in ("setquit", "setcopyright", "sethelper"):
    getattr(site, builtins, lambda: None)()
site.addsitedir(SITE)
sys.argv[0] = os.path.join(SITE, "bin", NAME)

if KIND == "function":
    import importlib

    module, _, attribute = TARGET.partition(":")
    function = importlib.import_module(module)
    for part in attribute.split("."):
        function = getattr(function, part)
    sys.exit(function())

import runpy

if KIND == "module":
    runpy.run_module(TARGET, run_name="__main__", alter_sys=True)
else:
    runpy.run_path(sys.argv[0], run_name="__main__")
