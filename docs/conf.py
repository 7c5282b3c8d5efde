"""Configure the site: `make docs` builds it from the pages in this folder and the docstrings, without a network.

Sphinx, because it reads the docstrings of the package as they are, links to the documentation of Python and makes every
broken link a warning, which `make docs` treats as an error.
"""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [
    str(HERE / "_extensions"),
    str(HERE.parent / "src"),
    str(HERE.parent / "generated"),
]

from epilot_targeting import __version__  # noqa: E402 (found by the line above)

project = "epilot-targeting"
author = "The epilot-targeting authors"
release = version = __version__
language = "en"

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.intersphinx",
    "sphinx.ext.napoleon",
    "sphinx_copybutton",
    "docstring_examples",
    "llms",
    "notebooks",
    "search_numbers",
]
source_suffix = {".md": "markdown"}
exclude_patterns = ["_build"]

# Markdown: an anchor for every heading, as on GitHub, so that pages link to sections in both places.
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

# Docstrings: one backtick is code, as in the rest of the project.
default_role = "code"
autodoc_member_order = "bysource"
autodoc_typehints = "description"
autodoc_typehints_description_target = "documented"
autodoc_typehints_format = "short"
python_use_unqualified_type_names = True
autodoc_class_signature = "mixed"
napoleon_google_docstring = True
napoleon_numpy_docstring = False
napoleon_use_ivar = True

# Links to other projects, from inventories that are kept here.
intersphinx_mapping = {
    "python": ("https://docs.python.org/3", "inventories/python.inv"),
    "aiohttp": ("https://docs.aiohttp.org/en/stable", "inventories/aiohttp.inv"),
    "attrs": ("https://www.attrs.org/en/stable", "inventories/attrs.inv"),
}

# `type` names several attributes, and Python's function: Sphinx takes the function.
suppress_warnings = ["ref.python"]

html_theme = "furo"
html_title = f"epilot-targeting {release}"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_js_files = ["search_numbers.js"]
html_favicon = "_static/favicon.svg"
html_copy_source = True
html_show_sphinx = False
html_show_copyright = False
copybutton_exclude = ".linenos, .gp, .go"
pygments_style = "friendly"
pygments_dark_style = "github-dark"
