"""Workbooks for specs, made by openpyxl or part by part: workbooks.py NAME FILE; or `dump FILE` prints one."""
import datetime
import sys
import zipfile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def openpyxl_book(path):
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Hội"
    sheet["A1"] = "Register of associations"
    sheet.merge_cells("A1:F1")
    sheet["A2"] = "as of August 2024"
    sheet["B4"], sheet["C4"], sheet["D4"], sheet["E4"], sheet["F4"], sheet["G4"], sheet["H4"] = (
        "id", "name", "members", "founded", "active", "code", "total")
    for i in range(1, 6):
        row = 4 + i + (2 if i > 3 else 0)
        sheet.cell(row, 2, i)
        sheet.cell(row, 3, 'Hội %d, "x"\nnext' % i)
        sheet.cell(row, 4, 0.1 * i)
        sheet.cell(row, 5, datetime.date(1990 + i, 2, i))
        sheet.cell(row, 6, i % 2 == 0)
        sheet.cell(row, 7, str(100 + i))
        sheet.cell(row, 8, "=D%d*2" % row)
    sheet["C6"] = "#N/A"
    sheet["C6"].data_type = "e"
    other = book.create_sheet("other")
    other.append(["a", "when"])
    other.append(["x", datetime.datetime(2024, 8, 31, 14, 30)])
    book.create_sheet("hidden").sheet_state = "hidden"
    book.save(path)


def book(path, rows, workbook="", styles="", strings="", prefix="", extra=(), drop=()):
    """A workbook of one sheet, from the XML of its rows."""
    parts = {
        "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Type="%s/officeDocument" Target="xl/workbook.xml"/></Relationships>' % REL,
        "xl/workbook.xml": '<workbook xmlns="%s" xmlns:r="%s">%s<sheets><sheet name="one" sheetId="1" r:id="r1"/>'
        "</sheets></workbook>" % (MAIN, REL, workbook),
        "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Type="%s/worksheet" Target="/xl/worksheets/sheet1.xml"/>'
        '<Relationship Id="r2" Type="%s/styles" Target="styles.xml"/>'
        '<Relationship Id="r3" Type="%s/sharedStrings" Target="sharedStrings.xml"/></Relationships>' % (REL, REL, REL),
        "xl/worksheets/sheet1.xml": prefix + '<worksheet xmlns="%s"><sheetData>%s</sheetData></worksheet>' % (MAIN, rows),
        "xl/styles.xml": '<styleSheet xmlns="%s">%s</styleSheet>' % (MAIN, styles),
        "xl/sharedStrings.xml": '<sst xmlns="%s">%s</sst>' % (MAIN, strings),
    }
    parts.update(extra)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            if name not in drop:
                archive.writestr(name, text)


STYLES = (
    '<numFmts><numFmt numFmtId="164" formatCode="dd/mm/yyyy;@"/><numFmt numFmtId="165" formatCode="[h]:mm"/>'
    '<numFmt numFmtId="166" formatCode="0.00&quot; dong&quot;"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="22"/><xf numFmtId="165"/>'
    '<xf numFmtId="166"/><xf numFmtId="21"/></cellXfs>'
)


def cells(*values):
    """Rows of one column a, of raw cells: (attributes, content)."""
    rows = '<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c><c r="B1" t="inlineStr"><is><t>n</t></is></c></row>'
    for i, (attributes, content) in enumerate(values):
        rows += '<row r="%d"><c r="A%d" %s>%s</c><c r="B%d"><v>%d</v></c></row>' % (
            i + 2, i + 2, attributes, content, i + 2, i + 1)
    return rows


def numbers(*values):
    return cells(*(("", "<v>%s</v>" % value) for value in values))


def serials(style, *values):
    return cells(*(('s="%d"' % style, "<v>%s</v>" % value) for value in values))


def wide(path, count):
    rows = "<row>%s</row>" % "".join('<c t="inlineStr"><is><t>f%d</t></is></c>' % c for c in range(10))
    line = "<row>%s</row>" % "".join(
        "<c><v>%d</v></c>" % c if c % 2 else '<c t="s"><v>%d</v></c>' % (c // 2) for c in range(10))
    strings = "".join("<si><t>text %d</t></si>" % i for i in range(5))
    book(path, rows + line * count, strings=strings)


BOOKS = {
    "openpyxl": openpyxl_book,
    "integers": lambda p: book(p, numbers("1", "-2", "9007199254740993", "1234567890123456789")),
    "decimals": lambda p: book(p, numbers("0.10000000000000001", "1E-3", "0.30000000000000004", "1234.5", "1.50")),
    "exponents": lambda p: book(p, numbers("1E+2", "1.5E+3", "-2.5E+1")),
    "huge": lambda p: book(p, numbers("1.2345678901234568E+18", "1E+300", "-1.0000000000000001E-300")),
    "dates": lambda p: book(p, serials(1, 1, 59, 61, 45535), styles=STYLES),
    "leap_bug": lambda p: book(p, serials(2, 60), styles=STYLES),
    "dates_1904": lambda p: book(p, serials(2, 0, 44073), workbook='<workbookPr date1904="1"/>', styles=STYLES),
    "moments": lambda p: book(p, serials(3, "45535.604166666664", 45535), styles=STYLES),
    "durations": lambda p: book(p, serials(4, "1.5", "0.25"), styles=STYLES),
    "times": lambda p: book(p, serials(6, "0.25", "0.999994212962963"), styles=STYLES),
    "money": lambda p: book(p, serials(5, "1250.5"), styles=STYLES),
    "texts": lambda p: book(p, cells(
        ('t="s"', "<v>0</v>"), ('t="s"', "<v>1</v>"), ('t="str"', '<f>"a"&amp;"b"</f><v>ab</v>'),
        ('t="inlineStr"', "<is><r><t>rich </t></r><r><t>text</t></r><rPh><t>not this</t></rPh></is>"),
        ('t="b"', "<v>1</v>"), ('t="d"', "<v>2024-08-31T00:00:00</v>"), ('t="e"', "<v>#DIV/0!</v>")),
        strings="<si><t>line_x000D_one _x005F_x0041_</t></si><si><r><t>one</t></r><r><t> two</t></r></si>"),
    "no_such_text": lambda p: book(p, cells(('t="s"', "<v>7</v>"))),
    "no_number": lambda p: book(p, numbers("twelve")),
    "entities": lambda p: book(p, numbers("1"), prefix='<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;">]>'),
    "no_sheet_part": lambda p: book(p, "", drop=("xl/worksheets/sheet1.xml",)),
    "not_well_formed": lambda p: book(p, "<row><c></row>"),
    "rows_backwards": lambda p: book(p, '<row r="5"/><row r="4"/>'),
    "cell_twice": lambda p: book(p, '<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>'),
    "column_beyond": lambda p: book(p, '<row r="1"><c r="XFE1"><v>1</v></c></row>'),
    "empty": lambda p: book(p, ""),
    "bomb": lambda p: book(p, "<row>" + " " * (300 << 20) + "</row>"),
    "long": lambda p: wide(p, 100000),
}


def dump(path):
    import openpyxl

    sheet = openpyxl.load_workbook(path).active
    print("freeze", sheet.freeze_panes, "filter", sheet.auto_filter.ref)
    for row in sheet.iter_rows():
        print("|".join("" if c.value is None else "%s:%s" % (c.data_type, str(c.value).replace("\n", "\\n")) for c in row))


if sys.argv[1] == "dump":
    dump(sys.argv[2])
else:
    BOOKS[sys.argv[1]](sys.argv[2])
