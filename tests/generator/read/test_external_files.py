"""Files beside a document are put into it; nothing outside its folder is read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from generator.errors import DocumentError
from generator.read.external_files import FILES, embed_files
from generator.read.references import local_references
from generator_support.random_documents import unwrap, wrap


def embedded(tmp_path: Path, reference: str, **files: str) -> dict[str, Any]:
    """Put the files into a folder, and embed what one `$ref` of a document there needs."""
    folder = tmp_path / "api"
    folder.mkdir()
    (folder / "main.yaml").touch()
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_yaml", ".yaml")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return embed_files(wrap({"$ref": reference}), folder / "main.yaml")


@pytest.mark.parametrize(
    ("reference", "files", "component"),
    [
        ("pet.yaml", {"pet_yaml": "{type: string}"}, "Pet"),
        ("./pet.yaml#", {"pet_yaml": "{type: string}"}, "Pet"),
        ("pet.yaml#/", {"pet_yaml": "{type: string}"}, "Pet"),
        ("all.yaml#/Pet", {"all_yaml": "Pet: {type: string}"}, "Pet"),
        ("all.yaml#/components/schemas/pet-1", {"all_yaml": "components: {schemas: {pet-1: {type: string}}}"}, "Pet1"),
        ("all.yaml#/a~1b/Pet", {"all_yaml": "a/b: {Pet: {type: string}}"}, "ABPet"),
        ("deep/er/pet.yaml", {"deep__er__pet_yaml": "{type: string}"}, "Pet"),
        ("deep/../pet.yaml", {"pet_yaml": "{type: string}", "deep__x": ""}, "Pet"),
        ("a%20b.yaml", {"a b_yaml": "{type: string}"}, "AB"),
    ],
)
def test_a_file_in_the_folder(tmp_path: Path, reference: str, files: dict[str, str], component: str) -> None:
    """A schema of a file becomes a component, named by its place in the file or by the file."""
    made = local_references(embedded(tmp_path, reference, **files))
    assert {"$ref": f"#/components/schemas/{component}"} == unwrap(made)
    assert {component: {"type": "string"}} == made["components"]["schemas"]


def test_files_refer_to_each_other(tmp_path: Path) -> None:
    """A `$ref` of a file starts from its own folder, and `#` means the file itself."""
    made = embedded(
        tmp_path,
        "sub/a.yaml",
        sub__a_yaml='{properties: {b: {$ref: "../b.yaml#/B"}, c: {$ref: "#/properties/b"}, self: {$ref: a.yaml}}}',
        b_yaml='B: {items: {$ref: "sub/a.yaml"}, x: {$ref: "main.yaml#/info"}, example: {$ref: "no.yaml"}}',
    )
    a, b = made[FILES]["sub/a.yaml"]["properties"], made[FILES]["b.yaml"]["B"]
    assert {"$ref": f"#/{FILES}/b.yaml/B"} == a["b"]
    assert {"$ref": f"#/{FILES}/sub~1a.yaml/properties/b"} == a["c"]
    assert {"$ref": f"#/{FILES}/sub~1a.yaml"} == a["self"] == b["items"]
    assert {"$ref": "#/info"} == b["x"]
    assert {"$ref": "no.yaml"} == b["example"]


def test_mappings_of_discriminators(tmp_path: Path) -> None:
    """A mapping may name files too; a plain name is that of a component, and no file is none."""
    mapping = "{cat: cat.yaml, dog: Dog, bird: './all.yaml#/Bird', gone: gone.yaml}"
    made = embedded(
        tmp_path,
        "pet.yaml",
        pet_yaml=f"{{oneOf: [{{$ref: cat.yaml}}], discriminator: {{propertyName: kind, mapping: {mapping}}}}}",
        cat_yaml="{}",
        all_yaml="Bird: {}",
    )
    wanted = {"cat": f"#/{FILES}/cat.yaml", "dog": "Dog", "bird": f"#/{FILES}/all.yaml/Bird", "gone": "gone.yaml"}
    assert wanted == made[FILES]["pet.yaml"]["discriminator"]["mapping"]


def test_a_component_keeps_its_name(tmp_path: Path) -> None:
    """A component that is nothing but a `$ref` to a file has the schema, and no second component has it."""
    document = wrap(
        {"$ref": "#/components/schemas/Animal"}, {"Animal": {"$ref": "pet.yaml"}, "Again": {"$ref": "pet.yaml"}}
    )
    (tmp_path / "pet.yaml").write_text("{type: object, properties: {self: {$ref: pet.yaml}}}")
    made = local_references(embed_files(document, tmp_path / "main.yaml"))
    own = {"$ref": "#/components/schemas/Animal"}
    assert {"Animal": {"type": "object", "properties": {"self": own}}, "Again": own} == made["components"]["schemas"]


@pytest.mark.parametrize(
    ("reference", "said"),
    [
        ("../outside.yaml", "it leaves the folder of the document"),
        ("deep/../../outside.yaml", "it leaves the folder of the document"),
        ("..", "it leaves the folder of the document"),
        ("%2e%2e/outside.yaml", "it leaves the folder of the document"),
        ("link.yaml", "'link.yaml' is a symbolic link, which is not followed"),
        ("linked/outside.yaml", "'linked' is a symbolic link, which is not followed"),
        ("none.yaml", "there is no such file in the folder of the document"),
        ("deep", "there is no such file in the folder of the document"),
        (".", "there is no such file in the folder of the document"),
        ("/etc/hostname", "there is no such file in the folder of the document"),
        ("deep\\x.yaml", "there is no such file in the folder of the document"),
        ("deep/%00", "there is no such file in the folder of the document"),
        ("bad.yaml", "the document is unreadable"),
        ("deep/x.yaml#anchor", "a JSON pointer must follow the #"),
    ],
)
def test_what_is_not_read(tmp_path: Path, reference: str, said: str) -> None:
    """A `$ref` out of the folder, through a link or to no file is an error with its place."""
    (tmp_path / "outside.yaml").write_text("{type: string}")
    folder = tmp_path / "api"
    folder.joinpath("deep").mkdir(parents=True)
    folder.joinpath("deep", "x.yaml").write_text("{}")
    folder.joinpath("bad.yaml").write_text("[")
    folder.joinpath("link.yaml").symlink_to(tmp_path / "outside.yaml")
    folder.joinpath("linked").symlink_to(tmp_path)
    with pytest.raises(DocumentError) as raised:
        embed_files(wrap({"$ref": reference}), folder / "main.yaml")
    place = "#/paths/~1x/get/responses/200/content/application~1json/schema"
    assert str(raised.value).startswith(f"{place}: external $ref {reference!r}: ")
    assert said in str(raised.value)


@pytest.mark.parametrize(
    "reference", ["https://example.com/a.yaml", "file:///etc/hostname", "//host/a.yaml", "urn:a:b"]
)
def test_addresses_are_not_fetched(tmp_path: Path, reference: str) -> None:
    """An address stays as it is, and the next stage names it."""
    made = embedded(tmp_path, reference)
    assert FILES not in made
    with pytest.raises(DocumentError, match=r"external \$ref .*: copy its target into the document"):
        local_references(made)
