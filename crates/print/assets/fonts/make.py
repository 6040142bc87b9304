"""Makes the fonts of this folder from InterVariable.woff2 of the npm package inter-ui 4.1.1.

usage: make.py InterVariable.woff2 OUT_PDF OUT_WEB   (needs fonttools and brotli)
"""
import sys
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont
from fontTools.subset import Options, Subsetter

UNICODES = (
    list(range(0x20, 0x7F)) + list(range(0xA0, 0x180)) + list(range(0x400, 0x530))
    + [0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2018, 0x2019, 0x201A, 0x201C, 0x201D, 0x201E, 0x2022, 0x2026,
       0x202F, 0x2009, 0x2032, 0x2033, 0x20AC, 0x20B8, 0x20BD, 0x2116, 0x2190, 0x2191, 0x2192, 0x2193, 0x2212, 0x2215,
       0x2219, 0x2248, 0x2260, 0x2264, 0x2265, 0x00D7, 0x2713, 0x25CF, 0x25A0, 0xFFFD]
)


def subset(font, features):
    options = Options()
    options.layout_features = features
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.notdef_outline = True
    options.hinting = False
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=UNICODES)
    subsetter.subset(font)
    return font


def tabular_digits(font):
    """The PDF writer sums plain advances: digits get their tabular form in the character map itself."""
    for record in font["GSUB"].table.FeatureList.FeatureRecord:
        if record.FeatureTag != "tnum":
            continue
        for index in record.Feature.LookupListIndex:
            for sub in font["GSUB"].table.LookupList.Lookup[index].SubTable:
                mapping = getattr(getattr(sub, "ExtSubTable", sub), "mapping", {})
                for table in font["cmap"].tables:
                    for code, name in list(table.cmap.items()):
                        if name in mapping and 0x30 <= code <= 0x39:
                            table.cmap[code] = mapping[name]
        return


source, out_pdf, out_web = sys.argv[1:]
for weight, name in ((400, "Regular"), (650, "Bold")):
    font = instantiateVariableFont(TTFont(source), {"wght": weight, "opsz": 14})
    tabular_digits(font)
    subset(font, [])
    font.flavor = None
    font.save(f"{out_pdf}/Inter-{name}.ttf")
web = subset(TTFont(source), ["kern", "tnum", "calt", "ccmp", "locl", "mark", "mkmk"])
web = instantiateVariableFont(web, {"wght": (400, 700), "opsz": 14})
web.flavor = "woff2"
web.save(f"{out_web}/Inter.woff2")
