# Asked by mcpbox in a sandbox without network: which Python is this, and what does its pip take for granted?
# argv: the file for the answer.
import json
import sys

sys.path = [folder for folder in sys.path if folder]

import pip
from pip._internal.models.index import PyPI
from pip._vendor.packaging.tags import sys_tags

if tuple(int(part) for part in pip.__version__.split(".")[:2]) < (22, 2):
    sys.exit("pip " + pip.__version__ + " is too old")

label = "%s-%d.%d%s" % (sys.implementation.name, sys.version_info[0], sys.version_info[1], getattr(sys, "abiflags", ""))
with open(sys.argv[1], "x") as answer:
    json.dump(
        {
            "path": sys.executable,
            "label": label,
            "index": PyPI.simple_url,
            "storage": PyPI.file_storage_domain,
            "tags": [str(tag) for tag in sys_tags()],
        },
        answer,
    )
