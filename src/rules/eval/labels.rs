//! Labels: what a person marked on each page, one line of JSON a page.
//!
//! Place in the flow: file → **labels** → counts. What must stay true: a bad line or value is named with its line
//! number, and the rest counts; a label given twice counts once, and two that contradict each other count not at all.

use std::collections::BTreeMap;

use serde_json::Value;

/// A label: what a person says of one thing on one page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Line in the file, from 1.
    pub line: usize,
    /// The page as the line names it.
    pub page: String,
    /// A fact, a rule's id or a catalogue number.
    pub name: String,
    /// Yes or no. Labels that are null are not kept.
    pub value: bool,
}

/// A line, or a value in it, that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadLine {
    /// Line in the file, from 1.
    pub line: usize,
    /// What is wrong and what to write instead, in Swedish.
    pub why: String,
}

/// Reads a file of labels: `{"page":"sida.html","labels":{"phone":true,"appeal":null}}`, one object a line. Other keys
/// are left alone. Labels come in the order of the file.
pub fn read_labels(text: &str) -> (Vec<Label>, Vec<BadLine>) {
    let mut labels: Vec<Label> = Vec::new();
    let mut bad = Vec::new();
    for (index, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        match read_line(index + 1, line, &mut bad) {
            Ok(read) => labels.extend(read),
            Err(why) => bad.push(BadLine { line: index + 1, why }),
        }
    }
    (without_contradictions(labels, &mut bad), bad)
}

fn read_line(number: usize, line: &str, bad: &mut Vec<BadLine>) -> Result<Vec<Label>, String> {
    let value: Value = serde_json::from_str(line).map_err(|cause| {
        format!(
            "raden är inte JSON (tecken {}). Skriv {{\"page\":\"sida.html\",\"labels\":{{…}}}} på en rad",
            cause.column()
        )
    })?;
    let page = match value.get("page") {
        Some(Value::String(page)) if !page.trim().is_empty() => page.trim().to_owned(),
        Some(Value::Number(page)) => page.to_string(),
        _ => return Err("page saknas: skriv sidans filnamn".to_owned()),
    };
    let Some(Value::Object(given)) = value.get("labels") else {
        return Err("labels saknas: skriv namnen med true, false eller null".to_owned());
    };
    let mut labels = Vec::new();
    for (name, value) in given {
        match value {
            Value::Bool(value) => {
                labels.push(Label { line: number, page: page.clone(), name: name.clone(), value: *value });
            }
            Value::Null => {}
            other => bad.push(BadLine {
                line: number,
                why: format!("”{name}” är {other}, men ska vara true, false eller null"),
            }),
        }
    }
    Ok(labels)
}

/// Each page and name once; none where two lines say different things.
fn without_contradictions(labels: Vec<Label>, bad: &mut Vec<BadLine>) -> Vec<Label> {
    let mut first: BTreeMap<(String, String), (usize, bool, bool)> = BTreeMap::new();
    for label in &labels {
        let key = (label.page.clone(), label.name.clone());
        let (line, value, agreed) = first.entry(key).or_insert((label.line, label.value, true));
        if *value != label.value && *agreed {
            *agreed = false;
            bad.push(BadLine {
                line: label.line,
                why: format!("”{}” för {} säger emot rad {line}: ingen av dem räknas", label.name, label.page),
            });
        }
    }
    let mut kept = Vec::new();
    for label in labels {
        // Taken out at its first place: what says the same again counts once.
        if first.remove(&(label.page.clone(), label.name.clone())).is_some_and(|(_, _, agreed)| agreed) {
            kept.push(label);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn null_never_counts_and_other_keys_are_left_alone() {
        let text = "\u{feff}{\"page\":\"a.html\",\"labels\":{\"phone\":true,\"appeal\":null,\"fees\":false},\"note\":\"x\"}\r\n\n";
        let (labels, bad) = read_labels(text);
        assert_eq!(bad, []);
        let told: Vec<_> = labels.iter().map(|l| (l.line, l.page.as_str(), l.name.as_str(), l.value)).collect();
        assert_eq!(told, [(1, "a.html", "phone", true), (1, "a.html", "fees", false)]);
    }

    #[test]
    fn bad_lines_are_named_with_their_number_and_the_rest_counts() {
        let text = "{\"page\":\"a\",\"labels\":{\"phone\":true}}\n\
                    {\"page\":\"b\",\"labels\":\n\
                    {\"labels\":{\"phone\":true}}\n\
                    {\"page\":\"c\"}\n\
                    {\"page\":\"d\",\"labels\":{\"phone\":\"ja\",\"email\":false}}\n\
                    [1]\n\
                    {\"page\":7,\"labels\":{\"phone\":false}}";
        let (labels, bad) = read_labels(text);
        assert_eq!(bad.iter().map(|one| one.line).collect::<Vec<_>>(), [2, 3, 4, 5, 6]);
        assert!(bad[3].why.contains("”phone” är \"ja\""), "{}", bad[3].why);
        let told: Vec<_> = labels.iter().map(|l| (l.page.as_str(), l.name.as_str())).collect();
        assert_eq!(told, [("a", "phone"), ("d", "email"), ("7", "phone")]);
    }

    #[test]
    fn a_label_given_twice_counts_once_and_contradictions_not_at_all() {
        let text = "{\"page\":\"a\",\"labels\":{\"phone\":true,\"email\":true}}\n{\"page\":\"a\",\"labels\":{\"phone\":true,\"email\":false}}";
        let (labels, bad) = read_labels(text);
        assert_eq!(labels.len(), 1);
        assert_eq!(labels[0].name, "phone");
        assert_eq!(bad.len(), 1);
        assert!(bad[0].line == 2 && bad[0].why.contains("rad 1"), "{bad:?}");
    }
}
