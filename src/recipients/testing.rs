//! Archives made by hand, as honest or not as a test wants them.

/// A zip archive of parts: name, method, and the bytes as they are packed. Sizes are told as those of the packed bytes.
pub fn archive(parts: &[(&str, u16, &[u8])]) -> Vec<u8> {
    let (mut out, mut contents) = (Vec::new(), Vec::new());
    for (name, method, bytes) in parts {
        let offset = out.len() as u32;
        let size = bytes.len() as u32;
        let mut common = vec![20, 0, 0, 0];
        common.extend(method.to_le_bytes());
        common.extend([0; 4]);
        common.extend(crc(bytes).to_le_bytes());
        common.extend(size.to_le_bytes());
        common.extend(size.to_le_bytes());
        common.extend((name.len() as u16).to_le_bytes());
        common.extend([0; 2]);
        out.extend(b"PK\x03\x04");
        out.extend(&common);
        out.extend(name.as_bytes());
        out.extend(*bytes);
        contents.extend(b"PK\x01\x02\x14\0");
        contents.extend(&common);
        contents.extend([0; 10]);
        contents.extend(offset.to_le_bytes());
        contents.extend(name.as_bytes());
    }
    let (offset, count) = (out.len() as u32, parts.len() as u16);
    out.extend(&contents);
    out.extend(b"PK\x05\x06\0\0\0\0");
    out.extend(count.to_le_bytes());
    out.extend(count.to_le_bytes());
    out.extend((contents.len() as u32).to_le_bytes());
    out.extend(offset.to_le_bytes());
    out.extend([0; 2]);
    out
}

/// The parts of a workbook with these texts and an empty sheet.
pub fn workbook(texts: &[u8]) -> Vec<u8> {
    sheet(texts, b"<worksheet><sheetData/></worksheet>")
}

/// The parts of a workbook with these texts and this sheet.
pub fn sheet(texts: &[u8], sheet: &[u8]) -> Vec<u8> {
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    let to = |kind: &str, target: &str| {
        format!(
            "<Relationships xmlns=\"{package}\"><Relationship Id=\"r1\" Type=\"{office}/{kind}\" Target=\"{target}\"/>\
             </Relationships>"
        )
    };
    let book = format!(
        "<workbook xmlns:r=\"{office}\"><sheets><sheet name=\"A\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
    );
    archive(&[
        ("[Content_Types].xml", 0, b"<Types/>"),
        ("_rels/.rels", 0, to("officeDocument", "xl/workbook.xml").as_bytes()),
        ("xl/workbook.xml", 0, book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", 0, to("worksheet", "worksheets/sheet1.xml").as_bytes()),
        ("xl/sharedStrings.xml", 0, texts),
        ("xl/worksheets/sheet1.xml", 0, sheet),
    ])
}

/// CRC-32 (ISO 3309), bit by bit.
fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 })
    })
}
