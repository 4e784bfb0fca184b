//! A rule file's Markdown: the fenced head, the prose, and the examples.
//!
//! Place in the flow: rule file → **its parts** → head (toml), texts of the rule's page, examples to run.
//! What must stay true: line numbers are those of the file; an unknown heading or fence attribute is refused.

use jiff::civil::Date;

use crate::domain::{Outcome, PageType, Reason, Tri};

/// A rule's texts and examples.
#[derive(Clone, Debug, Default)]
pub struct RuleBody {
    /// What the page should say, one paragraph.
    pub intro: String,
    /// Why it matters, Markdown.
    pub why: String,
    /// What to do, Markdown, without the text to paste.
    pub tip: String,
    /// Text ready to paste.
    pub paste: Option<String>,
    /// Examples in the file's order.
    pub examples: Vec<Example>,
}

/// One example: one or several pages and what the rule must say of them.
#[derive(Clone, Debug)]
pub struct Example {
    /// The outcome that its heading promises; `CantTell` stands for any open outcome.
    pub expected: Outcome,
    /// Line of its first fence in the file, from 1.
    pub line: usize,
    /// The sentence before the fence.
    pub caption: String,
    /// Name that joins several fences to one example; empty for one fence.
    pub site: String,
    /// The pages.
    pub pages: Vec<ExamplePage>,
    /// Traits of the kommun, signed.
    pub traits: Vec<(String, Tri)>,
    /// Day on which it is judged.
    pub today: Option<Date>,
    /// Addresses whose link check failed.
    pub broken: Vec<String>,
    /// Relevant pages that robots.txt closed.
    pub unread: Vec<String>,
}

/// One page of an example.
#[derive(Clone, Debug)]
pub struct ExamplePage {
    /// Its address.
    pub url: String,
    /// Page type, when it overrides the guess.
    pub page_type: Option<PageType>,
    /// Clicks from the start page.
    pub depth: Option<u32>,
    /// The page as HTML.
    pub html: String,
}

/// A rule file in parts.
#[derive(Debug, Default)]
pub(crate) struct RuleFile {
    /// The toml of the head.
    pub head: String,
    /// Lines before the head's first.
    pub head_offset: usize,
    /// The rest.
    pub body: RuleBody,
}

/// Headings of examples and the outcomes that they promise.
const EXAMPLES: [(&str, Outcome); 5] = [
    ("Godkänns", Outcome::Passed),
    ("Delvis", Outcome::Partial),
    ("Underkänns", Outcome::Failed),
    ("Berörs inte", Outcome::Inapplicable),
    ("Avgörs för hand", Outcome::CantTell),
];

/// The Swedish heading under which examples of an outcome stand.
pub fn heading_of(outcome: Outcome) -> &'static str {
    EXAMPLES.iter().find(|(_, o)| *o == outcome).map_or("Avgörs för hand", |(heading, _)| heading)
}

#[derive(Clone, Copy, PartialEq)]
enum Section {
    Intro,
    Why,
    Tip,
    Examples(Outcome),
}

/// Splits a rule file; faults go to `fault` with their line.
pub(crate) fn split(text: &str, fault: &mut dyn FnMut(usize, String)) -> RuleFile {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut lines = text.lines().enumerate().map(|(i, line)| (i + 1, line)).peekable();
    while lines.next_if(|(_, line)| line.trim().is_empty()).is_some() {}
    let mut file = RuleFile::default();
    match lines.next() {
        Some((line, "```toml")) => file.head_offset = line,
        other => {
            fault(other.map_or(1, |(line, _)| line), "filen ska börja med ett block ```toml".to_owned());
            return file;
        }
    }
    let mut closed = false;
    for (_, line) in lines.by_ref() {
        if line.trim_end() == "```" {
            closed = true;
            break;
        }
        file.head.push_str(line);
        file.head.push('\n');
    }
    if !closed {
        fault(file.head_offset, "blocket ```toml avslutas inte".to_owned());
        return file;
    }
    let mut section = Section::Intro;
    let mut caption = String::new();
    while let Some((line, text)) = lines.next() {
        if let Some(heading) = text.strip_prefix("## ") {
            caption.clear();
            section = match (heading.trim(), EXAMPLES.iter().find(|(name, _)| *name == heading.trim())) {
                ("Varför", _) => Section::Why,
                ("Tips", _) => Section::Tip,
                (_, Some((_, outcome))) => Section::Examples(*outcome),
                (other, None) => {
                    fault(line, format!("okänd rubrik ”{other}”. Tillåtna: {}", allowed_headings()));
                    section
                }
            };
        } else if let Some(info) = text.strip_prefix("```") {
            let mut content = String::new();
            let mut closed = false;
            for (_, inner) in lines.by_ref() {
                if inner.trim_end() == "```" {
                    closed = true;
                    break;
                }
                content.push_str(inner);
                content.push('\n');
            }
            if !closed {
                fault(line, "kodblocket avslutas inte".to_owned());
            }
            let (lang, attributes) = info.split_once(' ').unwrap_or((info, ""));
            match (section, lang.trim()) {
                (Section::Examples(expected), "html") => {
                    let site = Fence { line, attributes, caption: std::mem::take(&mut caption), content };
                    site.add(expected, &mut file.body.examples, fault);
                }
                (Section::Tip, "text") => file.body.paste = Some(content.trim_end().to_owned()),
                (Section::Examples(_), other) => {
                    fault(line, format!("ett exempel skrivs i ```html, inte ```{other}"));
                }
                (_, other) => fault(line, format!("blocket ```{other} hör inte hemma här: ```text står under Tips")),
            }
        } else {
            match section {
                Section::Intro => push_line(&mut file.body.intro, text),
                Section::Why => push_line(&mut file.body.why, text),
                Section::Tip => push_line(&mut file.body.tip, text),
                Section::Examples(_) => push_line(&mut caption, text),
            }
        }
    }
    for prose in [&mut file.body.intro, &mut file.body.why, &mut file.body.tip] {
        *prose = prose.trim().to_owned();
    }
    file
}

fn push_line(text: &mut String, line: &str) {
    text.push_str(line);
    text.push('\n');
}

fn allowed_headings() -> String {
    let mut names = vec!["Varför", "Tips"];
    names.extend(EXAMPLES.iter().map(|(name, _)| *name));
    names.join(", ")
}

struct Fence<'a> {
    line: usize,
    attributes: &'a str,
    caption: String,
    content: String,
}

impl Fence<'_> {
    fn add(self, expected: Outcome, examples: &mut Vec<Example>, fault: &mut dyn FnMut(usize, String)) {
        let mut example = Example {
            expected,
            line: self.line,
            caption: self.caption.trim().to_owned(),
            site: String::new(),
            pages: Vec::new(),
            traits: Vec::new(),
            today: None,
            broken: Vec::new(),
            unread: Vec::new(),
        };
        let mut page = ExamplePage { url: String::new(), page_type: None, depth: None, html: self.content };
        for attribute in self.attributes.split_whitespace() {
            if let Err(why) = read_attribute(attribute, &mut example, &mut page) {
                fault(self.line, why);
            }
        }
        let joined = examples
            .iter_mut()
            .find(|other| !example.site.is_empty() && other.site == example.site && other.expected == expected);
        if page.url.is_empty() {
            "https://www.hedlunda.example/".clone_into(&mut page.url);
        }
        if let Some(other) = joined {
            other.pages.push(page);
            other.traits.append(&mut example.traits);
            other.broken.append(&mut example.broken);
            other.unread.append(&mut example.unread);
            other.today = other.today.or(example.today);
        } else {
            example.pages.push(page);
            examples.push(example);
        }
    }
}

fn read_attribute(attribute: &str, example: &mut Example, page: &mut ExamplePage) -> Result<(), String> {
    let (name, value) = attribute.split_once('=').ok_or_else(|| format!("”{attribute}” ska ha formen namn=värde"))?;
    let value = value.trim_matches('"');
    let list = || value.split(',').filter(|v| !v.is_empty()).map(str::to_owned);
    match name {
        "url" => value.clone_into(&mut page.url),
        "page" => {
            let kind = PageType::from_code(value).ok_or_else(|| {
                let allowed: Vec<&str> = PageType::ALL.iter().map(|kind| kind.code()).collect();
                format!("okänd sidtyp ”{value}”. Tillåtna: {}", allowed.join(", "))
            })?;
            page.page_type = Some(kind);
        }
        "depth" => page.depth = Some(value.parse().map_err(|_| format!("depth ska vara ett heltal, inte ”{value}”"))?),
        "site" => value.clone_into(&mut example.site),
        "today" => {
            example.today = Some(value.parse().map_err(|_| format!("today ska vara ÅÅÅÅ-MM-DD, inte ”{value}”"))?);
        }
        "traits" => {
            for pair in list() {
                let (name, tri) = pair.split_once(':').unwrap_or((pair.as_str(), ""));
                let tri = match tri {
                    "yes" => Tri::Yes,
                    "no" => Tri::No,
                    "unknown" => Tri::Unknown,
                    _ => return Err(format!("”{pair}” ska vara namn:yes, namn:no eller namn:unknown")),
                };
                example.traits.push((name.to_owned(), tri));
            }
        }
        "broken" => example.broken.extend(list()),
        "unread" => example.unread.extend(list()),
        other => {
            return Err(format!(
                "okänt attribut ”{other}”. Tillåtna: url, page, depth, site, today, traits, broken, unread"
            ));
        }
    }
    Ok(())
}

/// Why an unread page of an example was not read.
pub(crate) const EXAMPLE_UNREAD: Reason = Reason::RobotsDisallow;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_and_lines_of_a_file() {
        let text = "```toml\nid = \"a\"\n```\n\nIntro.\n\n## Tips\n\nGör så.\n\n```text\nKlistra\n```\n\n## Godkänns\n\n\
                    Står i två sidor.\n\n```html site=s url=https://a.example/ page=start\n<p>1</p>\n```\n\
                    ```html site=s traits=lov:yes\n<p>2</p>\n```\n";
        let mut faults = Vec::new();
        let file = split(text, &mut |line, what| faults.push((line, what)));
        assert_eq!(faults, []);
        assert_eq!((file.head.as_str(), file.head_offset), ("id = \"a\"\n", 1));
        assert_eq!((file.body.intro.as_str(), file.body.paste.as_deref()), ("Intro.", Some("Klistra")));
        let example = &file.body.examples[0];
        assert_eq!((example.line, example.pages.len(), example.caption.as_str()), (19, 2, "Står i två sidor."));
        assert_eq!(example.pages[0].page_type, Some(PageType::Start));
        assert_eq!(example.traits, [("lov".to_owned(), Tri::Yes)]);
    }

    #[test]
    fn unknown_headings_and_attributes_are_named() {
        let mut faults = Vec::new();
        split("```toml\n```\n## Bra\n## Godkänns\n```html sida=x\n```\n", &mut |line, what| faults.push((line, what)));
        assert_eq!(faults.len(), 2);
        assert_eq!((faults[0].0, faults[1].0), (3, 5));
        assert!(faults[1].1.contains("Tillåtna: url, page"));
    }
}
