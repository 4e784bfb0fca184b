//! What `head` says: title, language, canonical address, refresh, dates, the system the page is made with.
//!
//! Place in the flow: tree → **head**, before the walk, since `base` decides what addresses mean. What must stay true:
//! only the children of `head` are read.

use ego_tree::NodeRef;
use jiff::civil::Date;
use scraper::{Html, Node, node::Element};
use url::Url;

use super::model::Meta;
use super::text::folded;

/// What `head` says, and the address that relative addresses resolve against.
pub(super) struct Head {
    pub(super) meta: Meta,
    pub(super) base: Url,
    /// Scripts in `head`.
    pub(super) scripts: usize,
}

/// Reads `head`.
pub(super) fn read(html: &Html, url: &Url) -> Head {
    let mut head = Head { meta: Meta::default(), base: url.clone(), scripts: 0 };
    let Some(root) = child(html.tree.root(), "html") else { return head };
    if let Some(element) = root.value().as_element() {
        head.meta.lang = element.attr("lang").map(str::trim).filter(|lang| !lang.is_empty()).map(str::to_owned);
        if element.attr("class").is_some_and(|class| class.contains("sv-no-js") || class.contains("sv-template")) {
            head.meta.cms = Some("sitevision");
        }
    }
    let Some(node) = child(root, "head") else { return head };
    let mut based = false;
    for node in node.children() {
        let Some(element) = node.value().as_element() else { continue };
        match element.name() {
            "title" if head.meta.title.is_empty() => head.meta.title = folded(&text_of(node)),
            "base" if !based => {
                if let Some(base) = element.attr("href").and_then(|href| url.join(href.trim()).ok())
                    && matches!(base.scheme(), "http" | "https")
                {
                    head.base = base;
                    based = true;
                }
            }
            "meta" => head.named(element),
            "link" => head.link(element),
            "script" => {
                head.scripts += usize::from(runs(element));
                head.script(element, node);
            }
            _ => {}
        }
    }
    head
}

/// Whether a script is one: JSON-LD, templates and import maps are data (WHATWG HTML, 4.12.1).
pub(super) fn runs(script: &Element) -> bool {
    let kind = script.attr("type").unwrap_or_default().trim().to_ascii_lowercase();
    kind.is_empty() || kind == "module" || kind.contains("javascript") || kind.contains("ecmascript")
}

impl Head {
    fn named(&mut self, element: &Element) {
        let content = element.attr("content").unwrap_or_default();
        let name = element.attr("name").or_else(|| element.attr("property")).or_else(|| element.attr("http-equiv"));
        match name.unwrap_or_default().to_ascii_lowercase().as_str() {
            "description" => self.meta.description = folded(content),
            "refresh" => self.meta.refresh = self.refresh(content),
            "robots" => {
                let content = content.to_ascii_lowercase();
                self.meta.nofollow |= content.contains("nofollow") || content.contains("none");
            }
            "generator" => self.meta.cms = self.meta.cms.or_else(|| cms_of(content)),
            "article:modified_time"
            | "og:updated_time"
            | "dcterms.modified"
            | "dc.date.modified"
            | "moddate"
            | "last-modified"
            | "datemodified" => self.modified(content),
            _ => {}
        }
    }

    fn link(&mut self, element: &Element) {
        let href = element.attr("href").unwrap_or_default();
        self.meta.cms = self.meta.cms.or_else(|| cms_of(href));
        if element.attr("rel").is_some_and(|rel| rel.eq_ignore_ascii_case("canonical")) {
            self.meta.canonical = self.base.join(href.trim()).ok();
        }
    }

    fn script(&mut self, element: &Element, node: NodeRef<'_, Node>) {
        if let Some(source) = element.attr("src") {
            self.meta.cms = self.meta.cms.or_else(|| cms_of(source));
        }
        if element.attr("type") == Some("application/ld+json") {
            let json = text_of(node);
            for part in json.split("\"dateModified\"").skip(1) {
                let value = part.trim_start().strip_prefix(':').map(|rest| rest.trim_start().trim_start_matches('"'));
                self.modified(value.unwrap_or_default());
            }
        }
    }

    /// Keeps the newest date.
    fn modified(&mut self, text: &str) {
        if let Some(date) = text.trim().get(..10).and_then(|day| day.parse::<Date>().ok()) {
            self.meta.modified = self.meta.modified.max(Some(date));
        }
    }

    /// `0; url=/ny-sida`.
    fn refresh(&self, content: &str) -> Option<(u32, Url)> {
        let (delay, rest) = content.split_once([';', ','])?;
        let delay: u32 = delay.trim().split('.').next()?.parse().ok()?;
        let rest = rest.trim();
        let rest = match rest.get(..3) {
            Some(word) if word.eq_ignore_ascii_case("url") => rest[3..].trim_start().strip_prefix('=')?.trim(),
            _ => rest,
        };
        let rest = rest.trim_matches(['"', '\'']);
        self.base.join(rest).ok().map(|url| (delay, url))
    }
}

/// The system whose name or files a text shows.
fn cms_of(text: &str) -> Option<&'static str> {
    const MARKS: [(&str, &str); 8] = [
        ("sitevision", "sitevision"),
        ("wp-content", "wordpress"),
        ("wp-includes", "wordpress"),
        ("wordpress", "wordpress"),
        ("episerver", "optimizely"),
        ("optimizely", "optimizely"),
        ("drupal", "drupal"),
        ("umbraco", "umbraco"),
    ];
    let text = text.to_ascii_lowercase();
    MARKS.iter().find(|(mark, _)| text.contains(mark)).map(|(_, cms)| *cms)
}

fn child<'a>(node: NodeRef<'a, Node>, name: &str) -> Option<NodeRef<'a, Node>> {
    node.children().find(|child| child.value().as_element().is_some_and(|element| element.name() == name))
}

fn text_of(node: NodeRef<'_, Node>) -> String {
    node.children().filter_map(|child| child.value().as_text().map(|text| text.text.to_string())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(html: &str) -> Head {
        let url = Url::parse("https://www.almkulla.example/omsorg/hemtjanst").unwrap();
        read(&Html::parse_document(html), &url)
    }

    #[test]
    fn reads_what_head_says() {
        let read = head(
            r#"<html lang=sv class="sv-no-js sv-template-artikel"><head><title> Hemtjänst -
            Almkulla</title><base href="/sv/"><link rel=canonical href="omsorg"><meta name=description content="Hjälp hemma">
            <meta http-equiv=refresh content="0; URL='ny'"><meta name=robots content="noindex, nofollow">
            <meta property="article:modified_time" content="2026-03-04T10:00:00+01:00"><meta name=moddate content=2026-01-01>
            <script type="application/ld+json">{"dateModified": "2026-05-06T01:02:03Z"}</script></head>"#,
        );
        assert_eq!(read.meta.title, "Hemtjänst - Almkulla");
        assert_eq!(read.meta.lang.as_deref(), Some("sv"));
        assert_eq!(read.base.path(), "/sv/");
        assert_eq!(read.meta.canonical.unwrap().path(), "/sv/omsorg");
        let (delay, target) = read.meta.refresh.unwrap();
        assert_eq!((delay, target.path()), (0, "/sv/ny"));
        assert!(read.meta.nofollow);
        assert_eq!(read.meta.modified, Some(jiff::civil::date(2026, 5, 6)));
        assert_eq!(read.meta.cms, Some("sitevision"));
    }

    #[test]
    fn odd_heads_are_read_as_far_as_they_go() {
        let read =
            head("<base href='javascript:x'><meta http-equiv=refresh content='å'><meta name=moddate content='åååå'>");
        assert_eq!(read.base.host_str(), Some("www.almkulla.example"));
        assert!(read.meta.refresh.is_none() && read.meta.modified.is_none() && read.meta.cms.is_none());
    }
}
