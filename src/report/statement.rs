//! The draft of what a kommun's accessibility statement says of faults: Markdown, Swedish.
//!
//! Place in the flow: the tally of the code of stored pages → **statement** → `hemkoll statement`.
//! What must stay true: only what a page failed stands as a fault; what code cannot settle is said to need a person; the
//! draft says itself that it is one and what was not tried. The headings follow the model statement of Commission
//! Implementing Decision (EU) 2018/1523, which Digg's regulations build on.

use std::fmt::Write as _;

use crate::a11y::{RuleTally, Tally};
use crate::domain::Reason;

use super::swedish::{counted, span};
use super::text::safe;

/// Pages named of each fault.
const NAMED: usize = 5;

/// What the draft is about.
#[derive(Clone, Copy, Debug)]
pub struct Statement<'a> {
    /// The kommun's name.
    pub kommun: &'a str,
    /// The round's name.
    pub round: &'a str,
    /// The first and the last day on which a page was read, `YYYY-MM-DD`.
    pub days: Option<(&'a str, &'a str)>,
    /// What the checks say.
    pub tally: &'a Tally,
    /// Pages that could not be judged.
    pub unread: &'a [(String, Reason)],
}

/// Writes the draft.
pub fn markdown(statement: &Statement<'_>) -> String {
    let mut out = String::new();
    let pages = counted(statement.tally.pages, "sida", "sidor");
    let when = statement.days.map_or_else(String::new, |(first, last)| format!(", hämtade {}", span(first, last)));
    let _ = write!(
        out,
        "# Utkast: kända brister till tillgänglighetsredogörelsen\n\n\
         {}. Underlag: {pages} om hemtjänst i omgången {}{when}.\n\n\
         Det här är ett utkast, inte en redogörelse. hemkoll har prövat sidornas kod. Gå igenom varje punkt, pröva det \
         som står under ”Det här behöver en människa pröva”, och skriv in resten av webbplatsen själv.\n\n\
         ## Innehåll som inte är tillgängligt\n\n### Bristande förenlighet med lagkraven\n\n",
        safe(statement.kommun),
        safe(statement.round),
    );
    let faults: Vec<&RuleTally> =
        statement.tally.faults().into_iter().filter(|fault| fault.rule.is_demanded()).collect();
    if faults.is_empty() {
        let _ = write!(out, "hemkoll hittade inget fel i koden på {pages} mot kraven i WCAG 2.2, nivå A och AA.\n\n");
    }
    for fault in faults {
        describe(&mut out, fault, statement.tally.pages);
    }
    open(&mut out, statement.tally);
    out.push_str(
        "## Det här har inte prövats\n\n\
         - Sådant som bara syns i en webbläsare: att allt går att nå och använda med tangentbord, att fokus syns, att \
         sidan tål 400 procents förstoring, och färger från stilmallar i egna filer.\n\
         - Filmer, ljud, pdf-filer och andra dokument.\n\
         - Sidor om annat än hemtjänst, e-tjänster och appar.\n",
    );
    for (url, reason) in statement.unread {
        let _ = writeln!(out, "- <{}>: {}", safe(url), reason.sentence_sv());
    }
    out
}

fn describe(out: &mut String, fault: &RuleTally, pages: usize) {
    let words = &fault.rule.sv;
    let who = if fault.in_template() { "webbleverantören (sidmallen)" } else { "redaktören" };
    let _ = write!(
        out,
        "- **{}** {}\n  Krav: WCAG {} (EN 301 549: {}). Finns på {} av {}.\n  Gör så här: {} Det kan {who} rätta.\n",
        words.what,
        words.why,
        fault.rule.wcag.join(", "),
        fault.rule.clauses().join(", "),
        fault.failed.len(),
        counted(pages, "sida", "sidor"),
        words.mend,
    );
    for page in fault.failed.iter().take(NAMED) {
        let place =
            page.first.as_ref().map_or_else(String::new, |place| format!(", första: `{}`", safe(&place.selector)));
        let _ = writeln!(out, "  - <{}>, {}{place}", safe(&page.url), counted(page.elements, "ställe", "ställen"));
    }
    if fault.failed.len() > NAMED {
        let _ = writeln!(out, "  - och {} till", counted(fault.failed.len() - NAMED, "sida", "sidor"));
    }
    out.push('\n');
}

fn open(out: &mut String, tally: &Tally) {
    let open: Vec<&RuleTally> = tally.open().into_iter().filter(|open| open.rule.is_demanded()).collect();
    if open.is_empty() {
        return;
    }
    out.push_str("## Det här behöver en människa pröva\n\nKoden räcker inte för att avgöra om det här stämmer:\n\n");
    for open in open {
        let first = open.open.first().map(|url| format!(", till exempel <{}>", safe(url))).unwrap_or_default();
        let _ = writeln!(
            out,
            "- {} (WCAG {}) På {}{first}.",
            open.rule.sv.what,
            open.rule.wcag.join(", "),
            counted(open.open.len(), "sida", "sidor"),
        );
    }
    out.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::a11y;
    use crate::page::{self, PageTypes};

    #[test]
    fn a_draft_tells_faults_what_is_open_and_what_was_not_tried() {
        let mut tally = Tally::default();
        for (path, content) in [("hemtjanst", "<img src=a.jpg>"), ("avgifter", "<a href=/x>Läs mer</a>")] {
            let url = format!("https://www.hedlunda.test/{path}");
            let html = format!(
                "<!doctype html><html lang=sv><title>Hemtjänst</title><header><button></button></header>\
                 <main><h1>Hemtjänst</h1><p>Du kan få hjälp hemma.</p>{content}</main></html>"
            );
            let model = page::parse(&html, &url.parse().unwrap(), &PageTypes::embedded()).unwrap();
            tally.add(&url, &a11y::audit(&model));
        }
        let unread = [("https://www.hedlunda.test/boka".to_owned(), Reason::NeedsJavascript)];
        let statement = Statement {
            kommun: "Hedlunda",
            round: "2026",
            days: Some(("2026-11-21", "2026-11-22")),
            tally: &tally,
            unread: &unread,
        };
        insta::assert_snapshot!(markdown(&statement));
    }

    #[test]
    fn a_site_without_faults_is_not_called_accessible() {
        let mut tally = Tally::default();
        (0..3).for_each(|page| tally.add(&format!("https://h.test/{page}"), &[]));
        let text = markdown(&Statement { kommun: "H", round: "2026", days: None, tally: &tally, unread: &[] });
        assert!(text.contains("inget fel i koden på 3\u{a0}sidor"), "{text}");
        assert!(text.contains("Det här har inte prövats"), "{text}");
    }
}
