//! Writes a small, valid PDF with running text: the brochures that kommuner link to.
//!
//! What must stay true: one page of Helvetica in WinAnsi encoding, a cross-reference table that is right to the byte.

/// A PDF of `text`; its first line is the title.
pub(super) fn write(text: &str) -> Vec<u8> {
    let mut stream = b"BT /F1 11 Tf 56 790 Td 15 TL\n".to_vec();
    for line in text.lines().flat_map(wrap) {
        stream.push(b'(');
        stream.extend(line.chars().flat_map(win_ansi));
        stream.extend(b") Tj T*\n");
    }
    stream.extend(b"ET");
    let title: Vec<u8> = text.lines().next().unwrap_or_default().chars().flat_map(win_ansi).collect();
    let objects: [Vec<u8>; 6] = [
        b"<< /Type /Catalog /Pages 2 0 R /Lang (sv-SE) >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R /Resources << /Font << /F1 4 0 R >> >> >>"
            .to_vec(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_vec(),
        [format!("<< /Length {} >>\nstream\n", stream.len()).into_bytes(), stream, b"\nendstream".to_vec()].concat(),
        [b"<< /Title (".to_vec(), title, b") >>".to_vec()].concat(),
    ];
    let mut pdf = b"%PDF-1.4\n%\xE5\xE4\xF6\xC5\n".to_vec();
    let mut places = Vec::new();
    for (number, object) in objects.iter().enumerate() {
        places.push(pdf.len());
        pdf.extend(format!("{} 0 obj\n", number + 1).as_bytes());
        pdf.extend(object);
        pdf.extend(b"\nendobj\n");
    }
    let xref = pdf.len();
    pdf.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).as_bytes());
    for place in places {
        pdf.extend(format!("{place:010} 00000 n \n").as_bytes());
    }
    let size = objects.len() + 1;
    pdf.extend(format!("trailer\n<< /Size {size} /Root 1 0 R /Info 6 0 R >>\nstartxref\n{xref}\n%%EOF\n").as_bytes());
    pdf
}

/// Lines of at most 85 characters, broken between words.
fn wrap(line: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in line.split_whitespace() {
        let last = lines.len() - 1;
        if lines[last].chars().count() + word.chars().count() > 84 {
            lines.push(word.to_owned());
        } else {
            if !lines[last].is_empty() {
                lines[last].push(' ');
            }
            lines[last].push_str(word);
        }
    }
    lines
}

/// A character in Windows-1252, escaped for a PDF string; `?` for what it lacks.
fn win_ansi(c: char) -> Vec<u8> {
    match c {
        '(' | ')' | '\\' => vec![b'\\', u8::try_from(c).unwrap_or(b'?')],
        '–' => vec![0x96],
        '”' => vec![0x94],
        '’' => vec![0x92],
        '•' => vec![0x95],
        _ => vec![u8::try_from(c).unwrap_or(b'?')],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cross_reference_table_points_at_the_objects() {
        let pdf = write("Avgifter (2026)\nMaxtaxan är 2 660 kronor – för alla.");
        let text: String = pdf.iter().map(|&b| char::from(b)).collect();
        let xref: usize = text.rsplit("startxref\n").next().unwrap().lines().next().unwrap().parse().unwrap();
        assert_eq!(&pdf[xref..xref + 4], b"xref");
        let rows = std::str::from_utf8(&pdf[xref..]).unwrap().lines().skip(3).take(6);
        for (number, row) in rows.enumerate() {
            let place: usize = row[..10].parse().unwrap();
            let head = format!("{} 0 obj", number + 1);
            assert_eq!(&pdf[place..place + head.len()], head.as_bytes());
        }
        assert!(pdf.windows(8).any(|w| w == b"Maxtaxan"));
        assert!(pdf.windows(6).any(|w| w == b"\\(2026"));
    }
}
