#!/bin/sh
# Builds the colour profiles of this folder anew, from measurements that are free:
#
#   apt-get install argyll icc-profiles-free
#   ./build.sh FOLDER
#
# Two minutes each. The date in the header is set, so that the same programs give the same bytes.
set -eu
target=${1:-.}
data=/usr/share/color/icc
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# name, measurements, ink limit in percent, what it is called
profile() {
    cp "$data/$2.ti3" "$work/$2.ti3"
    # Lookup tables of middle size both ways; black from 95 % on; sRGB as the gamut to map; the
    # appearance of a print seen after a screen of average brightness.
    colprof -qm -bm -l"$3" -L95 -kr -S "$data/sRGB.icc" -cmt -dpp \
        -A anthology -M "$4" -D "$4" -C "$licence" -O "$work/$1.icc" "$work/$2"
    python3 - "$work/$1.icc" "$target/$1.icc" <<'END'
import pathlib, struct, sys
source, target = map(pathlib.Path, sys.argv[1:])
data = bytearray(source.read_bytes())
data[24:36] = struct.pack(">6H", 2026, 1, 1, 0, 0, 0)
target.write_bytes(data)
END
}

licence="Made from characterisation data of Fogra as packaged by Kai-Uwe Behrmann (zlib licence). No warranty."
profile fogra39-300 FOGRA39L 300 "Coated FOGRA39, ink limit 300 %"
profile fogra39-240 FOGRA39L 240 "Coated FOGRA39, ink limit 240 %"
profile fogra29-260 FOGRA29L 260 "Uncoated FOGRA29, ink limit 260 %"
