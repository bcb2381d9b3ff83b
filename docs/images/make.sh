#!/usr/bin/env bash
# Makes the pictures of README.md and the tutorials again, from the example and from what the tutorials make.
# usage: docs/images/make.sh FANION FOLDER, where FOLDER is what `tests/external/tutorial.py FANION --keep FOLDER` left.
# Needs chromium, pdftoppm (poppler) and ImageMagick. Each picture stays below 200 KB. Look at each.
set -euo pipefail
fanion=$(realpath "$1")
kept=$(realpath "$2")
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# page PDF PAGE WIDTH OUT: a page of a PDF as a picture.
page() { pdftoppm -png -singlefile -f "$2" -l "$2" -scale-to-x "$3" -scale-to-y -1 "$1" "${4%.png}"; }
# letter HTML HEIGHT OUT: a newsletter as a browser shows it.
letter() {
    chromium --headless --no-sandbox --disable-gpu --disable-background-networking --hide-scrollbars \
        --window-size="640,$2" --screenshot="$3" "file://$(realpath "$1")" 2> /dev/null
}
# shown OUT PICTURE…: side by side on a light ground, in 128 colours.
shown() {
    local out=$1
    shift
    convert -background '#eef1f5' "$@" -bordercolor '#eef1f5' -border 20x20 +append -colors 128 -strip "PNG8:$out"
    [ "$(stat -c %s "$out")" -lt 200000 ] || { echo "$out is heavier than 200 KB" >&2; exit 1; }
}
# pair OUT POSTER.pdf LETTER.html: a poster beside a newsletter.
pair() {
    page "$2" 1 500 "$work/poster.png"
    letter "$3" 1000 "$work/letter.png"
    convert "$work/letter.png" -resize x"$(identify -format %h "$work/poster.png")" "$work/letter.png"
    shown "$1" "$work/poster.png" "$work/letter.png"
}

# The example, as `fanion build` makes it.
"$fanion" --quiet build --output "$work/output" --format concise --language en --only posters --only newsletters \
    --only guides --only banners
made=$work/output/lancement
poster=$(find "$made/posters" -name 'annonce*A3.en.pdf' | sort | head -1)
page "$poster" 1 560 "$work/a.png"
shown docs/images/poster.png "$work/a.png"
letter "$made/newsletters/01-pourquoi.en.html" 900 "$work/a.png"
shown docs/images/newsletter.png "$work/a.png"
banner=$(find "$made/banners" -name '*linkedin-cover.en.png' | sort | head -1)
convert "$banner" -resize 900x "$work/a.png"
shown docs/images/banner.png "$work/a.png"
guide=$(find "$made/guides" -name '*.en.pdf' | sort | head -1)
for n in 1 3 4; do page "$guide" "$n" 300 "$work/g$n.png"; done
shown docs/images/guide.png "$work/g1.png" "$work/g3.png" "$work/g4.png"

# The tutorials: what two lines make, and what is there at the end.
for tutorial in tutorial:en:start:pieces:leeds tutoriel:fr:debut:pieces:lille; do
    IFS=: read -r name language start pieces site <<< "$tutorial"
    folder=$(find "$kept/$name" -mindepth 1 -maxdepth 1 -type d)
    mkdir -p "$work/$name/brand"
    sed -n '/^name:/p;/^tagline:/p;/^languages:/p' "$folder/brand/identity.yaml" > "$work/$name/brand/identity.yaml"
    "$fanion" --quiet --project "$work/$name" build --only posters --only newsletters
    new=$work/$name/output/starter
    pair "docs/images/$name-$start.png" "$new/posters/announcement-A3.$language.pdf" "$new/newsletters/announcement.$language.html"
    new=$folder/output/launch
    pair "docs/images/$name-$pieces.png" "$new/posters/announcement-$site-A3.$language.pdf" "$new/newsletters/01-why.$language.html"
done
