"""Programs that are not ours read the branding kit of the example, and of a project with a supplied logo and odd colours.

brand.yml is accepted by PyPI's brand_yml; swatch reads the .ase, Pillow the .gpl and the icons, npm's @terrazzo/parser the
design tokens, tinycss2 the style sheet: all find the same colours. PDFs pass qpdf. SVGs hold no text and refer to nothing.
Fonts open in fontTools beside their licences. A second build makes nothing.

Usage: python tests/external/kit.py PATH_TO_FANION FOLDER_OF_TOKENS_MJS OUTPUT
"""

import json
import pathlib
import subprocess
import sys
import xml.etree.ElementTree as xml

import brand_yml
import swatch
import tinycss2
from fontTools.ttLib import TTFont
from PIL import GimpPaletteFile, Image

ODD = """\
name: "أغورا & Co"
tagline: { ar: "معًا، أقرب.", ja: "ともに。", en: "Closer, together." }
link: https://agora.example
brand:
  logo: { medium: logo.svg, small: small.png }
  color:
    palette: { "Jaune Fluo!": "#ffff00", "no": "#808080", 群青: "#1f3a93", navy: "#010203" }
    primary: "Jaune Fluo!"
guidelines: { pattern: rings, print: { "no": { cmyk: [0, 0, 0, 50], spot: PANTONE Cool Gray 9 C } } }
"""
LOGO = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 100"><circle cx="50" cy="50" r="40" fill="#1f3a93"/>
<text x="110" y="70" font-family="Outfit" font-size="60" font-weight="700">Agora</text></svg>
"""


def run(*command, code=0):
    done = subprocess.run([str(c) for c in command], capture_output=True)
    assert done.returncode == code, f"{command}: exit {done.returncode}\n{done.stdout.decode()}{done.stderr.decode()}"
    return done.stdout.decode(), done.stderr.decode()


def hexadecimal(components):
    return "#" + "".join(f"{round(255 * component):02x}" for component in components)


def palette(kit, reader):
    """The palette as each reader finds it, in order."""
    document = brand_yml.Brand.from_yaml(str(kit / "brand.yml"))
    wanted = {name: colour.lower() for name, colour in document.color.palette.items()}
    colours = list(wanted.values())
    tokens = json.loads(run("node", reader, kit / "palette/brand.tokens.json")[0])
    found = {name: token for name, token in tokens.items() if name.startswith("palette.")}
    # This reader sorts by name.
    values = [hexadecimal(token["value"]["components"]) for token in found.values()]
    assert sorted(values) == sorted(colours), found
    assert all(token["type"] == "color" and token["value"]["hex"] in colours for token in found.values())
    primary = hexadecimal(tokens["color.primary"]["value"]["components"])
    assert primary == str(document.color.primary).lower(), primary
    groups = swatch.parse(str(kit / "palette/brand.ase"))
    assert [hexadecimal(colour["data"]["values"]) for colour in groups[0]["swatches"]] == colours, groups[0]
    with open(kit / "palette/brand.gpl", "rb") as file:
        gimp = GimpPaletteFile.GimpPaletteFile(file).getpalette()[0]
    assert [f"#{gimp[3 * i : 3 * i + 3].hex()}" for i in range(len(colours))] == colours
    css(kit, colours, primary)
    assert document.logo and document.typography.headings
    return groups, document


def css(kit, colours, primary):
    sheet = (kit / "palette/brand.css").read_text(encoding="utf-8")
    rules = tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True)
    assert not [rule for rule in rules if rule.type == "error"], rules
    names = {}
    for item in tinycss2.parse_declaration_list(rules[0].content, skip_comments=True, skip_whitespace=True):
        assert item.type == "declaration", item
        names[item.name] = tinycss2.serialize(item.value).strip()
    assert [value for name, value in names.items() if name.startswith("--palette-")] == colours, names
    assert names["--color-primary"] == primary
    dark = {declaration for declaration in tinycss2.serialize(rules[-1].content).split() if declaration.startswith("--")}
    assert "--ink:" in dark and all(name.rstrip(":") in names for name in dark), dark


def pictures(kit):
    for path in kit.rglob("*.svg"):
        tree = xml.parse(path).getroot()
        for node in tree.iter():
            assert node.tag.split("}")[-1] not in ("text", "script", "style", "foreignObject"), f"{path}: {node.tag}"
            links = [value for name, value in node.attrib.items() if name.split("}")[-1] == "href"]
            assert all(link.startswith(("#", "data:")) for link in links), path
    for path in kit.rglob("*.pdf"):
        run("qpdf", "--check", path)
    for path in kit.rglob("*.png"):
        with Image.open(path) as image:
            image.load()
            assert "logo/png" not in path.as_posix() or image.mode == "RGBA", f"{path}: not transparent"
    with Image.open(kit / "logo/web/favicon.ico") as icon:
        assert icon.format == "ICO" and icon.info["sizes"] == {(16, 16), (32, 32), (48, 48)}, icon.info
        # Drawn, and in the middle: what is left out at its corners is as much on either side.
        box = icon.convert("RGBA").getbbox()
        assert box and abs(box[0] - (icon.width - box[2])) <= 2, box
    with Image.open(kit / "logo/web/apple-touch-icon.png") as icon:
        assert icon.size == (180, 180) and icon.mode == "RGB", icon
    for path in (kit / "call-backgrounds").glob("*.png"):
        with Image.open(path) as image:
            assert image.size == (1920, 1080), f"{path}: {image.size}"
            face(image.convert("RGB"), path)


def face(image, path):
    """Where a face is, in the middle third and above the desk, nothing contrasts strongly: no text, no hard shape."""
    middle = image.resize((192, 108)).crop((64, 24, 128, 84)).convert("L")
    levels = sorted(middle.tobytes())
    spread = levels[len(levels) * 97 // 100] - levels[len(levels) * 3 // 100]
    assert spread < 130, f"{path}: its middle is not calm ({spread})"


def fonts(kit, families):
    folder = kit / "fonts"
    sheet = (folder / "fonts.css").read_text(encoding="utf-8")
    found = set()
    for path in [*folder.glob("*.ttf"), *folder.glob("*.otf")]:
        font = TTFont(path, lazy=True)
        found.add(font["name"].getBestFamilyName())
        assert path.name in sheet, f"{path} is not in fonts.css"
    assert families <= found, (families, found)
    licences = list(folder.glob("*-OFL.txt"))
    assert licences and all("SIL OPEN FONT LICENSE" in path.read_text(encoding="utf-8").upper() for path in licences)


def odd(folder):
    project = folder / "odd-project"
    (project / "brand").mkdir(parents=True, exist_ok=True)
    (project / "brand/identity.yaml").write_text(ODD, encoding="utf-8")
    (project / "brand/logo.svg").write_text(LOGO, encoding="utf-8")
    small = Image.new("RGBA", (300, 300))
    small.paste((31, 58, 147, 255), (40, 40, 260, 260))
    small.save(project / "brand/small.png")
    return project


def main():
    fanion, reader, output = sys.argv[1], pathlib.Path(sys.argv[2]) / "tokens.mjs", pathlib.Path(sys.argv[3])
    projects = {"example": pathlib.Path("."), "odd": odd(output)}
    for name, project in projects.items():
        for time in ("first", "second"):
            told = run(fanion, "--project", project, "build", "--only", "brand", "--output", output / name)[1]
        assert "0 pieces made" in told, told
        kit = output / name / "brand"
        groups, document = palette(kit, reader)
        pictures(kit)
        fonts(kit, {document.typography.base.family, document.typography.headings.family})
        if name == "odd":
            assert groups[-1]["swatches"][0]["name"] == "PANTONE Cool Gray 9 C", groups[-1]
            drawn = {path.stem for path in (kit / "logo/svg").iterdir()}
            assert drawn == {"logo-colour", "logo-reversed", "logo-black", "logo-white"}, drawn
        else:
            assert len(list((kit / "logo/svg").iterdir())) == 16
        print(f"{name}: {len([path for path in kit.rglob('*') if path.is_file()])} files, the same palette in six notations")


main()
