//! Three kinds of site structure, like those of the CMSs that kommuner use, over the same content.
//!
//! What must stay true: the words come from `demo/`; what differs here is where and how they stand in the HTML.

mod municipio;
mod optimizely;
mod sitevision;

use super::{
    content::{CmsKind, Contact, KommunFile, PageFile},
    prose::{Piece, escape},
};

/// A link in a menu or list.
#[derive(Clone, Debug)]
pub(super) struct Item {
    pub title: String,
    pub address: String,
    pub description: String,
    pub news: Option<String>,
    pub current: bool,
}

impl Item {
    fn link(&self, attributes: &str) -> String {
        let current = if self.current { " aria-current=\"page\"" } else { "" };
        format!("<a href=\"{}\"{attributes}{current}>{}</a>", escape(&self.address), escape(&self.title))
    }
}

/// All that a page shows.
pub(super) struct View<'a> {
    pub kommun: &'a KommunFile,
    pub host: String,
    pub address: String,
    /// A number that stands for the page, as a CMS gives one.
    pub key: u64,
    pub page: &'a PageFile,
    /// Update date, ISO 8601; empty = none is shown.
    pub updated: &'a str,
    /// Pages above this one, without the start page.
    pub crumbs: Vec<Item>,
    /// The mega menu: sections with their pages.
    pub menu: Vec<(Item, Vec<Item>)>,
    pub side: Vec<(Item, Vec<Item>)>,
    /// Pages right below this one.
    pub children: Vec<Item>,
    pub statement: Option<String>,
    pub contacts: Vec<&'a Contact>,
    pub pieces: Vec<Piece>,
}

impl View<'_> {
    fn is_start(&self) -> bool {
        self.page.id == "start"
    }

    fn contact(&self, id: &str) -> Option<&Contact> {
        self.kommun.contact.iter().find(|contact| contact.id == id)
    }

    /// `title` of the document.
    fn document_title(&self) -> String {
        if self.is_start() {
            format!("{} kommun", self.kommun.name)
        } else {
            format!("{} - {} kommun", self.page.head.title, self.kommun.name)
        }
    }

    fn lang(&self) -> &str {
        self.page.head.lang.as_deref().unwrap_or("sv")
    }

    fn viewport(&self) -> &str {
        if self.kommun.no_zoom {
            "width=device-width, initial-scale=1, maximum-scale=1, user-scalable=no"
        } else {
            "width=device-width, initial-scale=1"
        }
    }

    fn description(&self) -> String {
        if self.page.head.description.is_empty() {
            String::new()
        } else {
            format!("<meta name=\"description\" content=\"{}\">\n", escape(&self.page.head.description))
        }
    }

    /// The pages below, unless the text itself is the list.
    fn nested(&self, list: &str, item: &str) -> String {
        let row = |(top, inner): &(Item, Vec<Item>)| {
            let inner = inner.iter().map(|i| format!("<li>{}</li>", i.link(""))).collect::<Vec<_>>().concat();
            let inner = if inner.is_empty() { inner } else { format!("<ul>{inner}</ul>") };
            format!("<li{item}>{}{inner}</li>\n", top.link(""))
        };
        format!("<ul{list}>\n{}</ul>\n", self.side.iter().map(row).collect::<Vec<_>>().concat())
    }

    fn mega_menu(&self, list: &str) -> String {
        let column = |(top, inner): &(Item, Vec<Item>)| {
            let inner = inner.iter().map(|i| format!("<li>{}</li>", i.link(""))).collect::<Vec<_>>().concat();
            format!("<li>{}<ul>{inner}</ul></li>\n", top.link(""))
        };
        format!("<ul{list}>\n{}</ul>\n", self.menu.iter().map(column).collect::<Vec<_>>().concat())
    }

    fn script_list(&self, title: &str, items: &[String]) -> String {
        let items: Vec<_> = items.iter().map(|item| serde_json::json!({ "title": item })).collect();
        let state = serde_json::json!({ "heading": title, "items": items });
        format!(
            "<div id=\"app-{key:x}\" data-app=\"lista\"></div>\n<script>AppRegistry.registerInitialState('12.{key:x}', \
             {state});</script>\n",
            key = self.key
        )
    }
}

/// The page in its kommun's CMS.
pub(super) fn page(view: &View<'_>) -> String {
    match view.kommun.cms {
        CmsKind::Sitevision => sitevision::page(view),
        CmsKind::SitevisionAldre => sitevision::older_page(view),
        CmsKind::Municipio => municipio::page(view),
        CmsKind::Optimizely | CmsKind::OptimizelyNummer => optimizely::page(view),
    }
}

/// A page that scripts would fill.
pub(super) fn app_shell(name: &str) -> String {
    format!(
        "<!doctype html>\n<html lang=\"sv\"><head><meta charset=\"utf-8\"><title>{name} kommun</title>\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <script defer src=\"/static/app.js\"></script></head>\n\
         <body><div id=\"root\"></div><noscript>Du behöver slå på JavaScript för att se sidan.</noscript></body></html>\n",
        name = escape(name)
    )
}

/// The first page of an e-tjänst: it asks for a login.
pub(super) fn service_page(name: &str, title: &str) -> String {
    format!(
        "<!doctype html>\n<html lang=\"sv\"><head><meta charset=\"utf-8\"><title>{title} - E-tjänster</title>\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"></head>\n\
         <body><header><a href=\"/\">{name} kommuns e-tjänster</a></header>\n<main><h1>{title}</h1>\n\
         <p>Du behöver logga in med BankID eller Freja för att använda tjänsten.</p>\n\
         <button type=\"button\">Logga in</button></main></body></html>\n",
        name = escape(name),
        title = escape(title)
    )
}

/// The start page of the e-tjänster.
pub(super) fn service_list(kommun: &KommunFile, address: impl Fn(usize) -> String) -> String {
    let rows = kommun
        .service
        .values()
        .enumerate()
        .map(|(number, title)| format!("<li><a href=\"{}\">{}</a></li>", address(number), escape(title)))
        .collect::<Vec<_>>()
        .concat();
    format!(
        "<!doctype html>\n<html lang=\"sv\"><head><meta charset=\"utf-8\"><title>E-tjänster</title>\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"></head>\n\
         <body><main><h1>{} kommuns e-tjänster</h1><ul>{rows}</ul></main></body></html>\n",
        escape(&kommun.name)
    )
}

const MONTHS: [&str; 12] = [
    "januari",
    "februari",
    "mars",
    "april",
    "maj",
    "juni",
    "juli",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
];

/// "3 juni 2026" for `2026-06-03`; what is no date stays as it is.
fn in_words(iso: &str) -> String {
    iso.parse::<jiff::civil::Date>()
        .ok()
        .and_then(|date| {
            let month = usize::try_from(date.month()).ok()?.checked_sub(1)?;
            Some(format!("{} {} {}", date.day(), MONTHS.get(month)?, date.year()))
        })
        .unwrap_or_else(|| iso.to_owned())
}

/// Splits the first paragraph from the rest.
fn ingress(html: &str) -> (&str, &str) {
    if !html.starts_with("<p>") {
        return ("", html);
    }
    html.split_once("</p>\n").map_or(("", html), |(first, rest)| (first.strip_prefix("<p>").unwrap_or(first), rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_written_in_words() {
        assert_eq!(in_words("2026-06-03"), "3 juni 2026");
        assert_eq!(in_words("i våras"), "i våras");
    }

    #[test]
    fn the_first_paragraph_is_the_ingress() {
        assert_eq!(ingress("<p>Ett.</p>\n<p>Två.</p>\n"), ("Ett.", "<p>Två.</p>\n"));
        assert_eq!(ingress("<h2>Ett</h2>\n"), ("", "<h2>Ett</h2>\n"));
    }
}
