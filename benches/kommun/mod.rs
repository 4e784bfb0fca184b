//! Kommun-like pages, made from a seed: mega menu, side menu, contact box, prose, tables, scripts, footer.
//!
//! Used by all benches. What must stay true: the same recipe gives the same bytes on every machine; the pages look like
//! those of real kommuner in what they are made of (half of the bytes are menus, a quarter is text with its markup) and name
//! nobody real.

mod words;

use std::fmt::Write as _;

/// What a page is made of.
#[derive(Clone, Debug)]
pub(crate) struct Recipe<'a> {
    /// Decides all that chance decides.
    pub(crate) seed: u64,
    /// Aimed size; the page is within a few per cent of it.
    pub(crate) bytes: usize,
    /// The content stands in `main`; else in two SiteVision containers.
    pub(crate) main: bool,
    /// Instead of prose mostly tables of numbers, times, amounts and dates.
    pub(crate) numbers: bool,
    /// Title of the page and last word of its address.
    pub(crate) title: &'a str,
    /// Path and text of the links on the page; when there are none, links to pages that do not exist are made up.
    pub(crate) links: &'a [(String, String)],
}

/// `SplitMix64`: enough chance for a page.
#[derive(Clone, Debug)]
pub(crate) struct Chance(pub(crate) u64);

impl Chance {
    /// The next number.
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `most`.
    pub(crate) fn below(&mut self, most: usize) -> usize {
        usize::try_from(self.next() % most as u64).expect("below a usize")
    }

    /// One of several.
    pub(crate) fn one<'t>(&mut self, of: &[&'t str]) -> &'t str {
        of[self.below(of.len())]
    }
}

impl Recipe<'_> {
    /// The page.
    pub(crate) fn write(&self) -> String {
        let mut chance = Chance(self.seed);
        let mut out = String::with_capacity(self.bytes + 4096);
        // The parts share the bytes as they do on real pages: menus first, then the text, then what scripts leave.
        let (menu, content) = if self.numbers { (20, 50) } else { (42, 26) };
        let part = |percent: usize| self.bytes * percent / 100;
        self.head(&mut out);
        self.menu(&mut out, &mut chance, part(menu));
        out.push_str("<div class=\"env-container sv-layout\" id=\"svid10_5a1c\">\n");
        self.side_menu(&mut out, &mut chance, part(8));
        self.content(&mut out, &mut chance, part(content));
        out.push_str("</div>\n");
        self.footer(&mut out, &mut chance, part(5));
        let rest = self.bytes.saturating_sub(out.len() + 40);
        script(&mut out, &mut chance, rest);
        out.push_str("</body>\n</html>\n");
        out
    }

    /// Address and text of a link.
    fn link(&self, chance: &mut Chance, area: &str) -> (String, String) {
        if self.links.is_empty() {
            let text = chance.one(&words::LINKS);
            let path = path_of(area, text);
            return (format!("/{path}.4.{:x}.html", chance.next() >> 28), text.to_owned());
        }
        self.links[chance.below(self.links.len())].clone()
    }

    fn head(&self, out: &mut String) {
        let title = self.title;
        let _ = write!(
            out,
            "<!DOCTYPE html>\n<html lang=\"sv\" class=\"sv-no-js sv-template-artikelsida\">\n<head>\n\
             <meta charset=\"UTF-8\">\n<title>{title} - Tallmo kommun</title>\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta name=\"description\" content=\"Så ansöker du om {title} i Tallmo kommun.\">\n\
             <link rel=\"stylesheet\" href=\"/sitevision/system-resource/9f3c/css/portlets.css\">\n\
             <style>.env-assistive-text{{position:absolute;clip:rect(0 0 0 0)}}\n.sv-margin{{margin:0 0 1rem}}\n\
             .env-nav--menubar > li a:hover{{color:#123456;background:#ffffff}}</style>\n\
             <script>window.sv=window.sv||{{}};sv.PageContext={{pageId:'4.{:x}',siteId:'2.5a'}};</script>\n</head>\n\
             <body class=\"env-mega-menu-closed\">\n<a class=\"skip-link\" href=\"#Innehall\">Till innehållet</a>\n\
             <div class=\"sv-cookie-consent\" role=\"dialog\" aria-label=\"Kakor\"><h2>Vi använder kakor</h2>\
             <p>Du väljer själv vilka kakor vi får spara.</p><button type=\"button\">Acceptera alla</button>\
             <button type=\"button\">Bara nödvändiga</button></div>\n",
            self.seed
        );
    }

    fn menu(&self, out: &mut String, chance: &mut Chance, bytes: usize) {
        let end = out.len() + bytes;
        out.push_str(
            "<header class=\"site-header\"><a href=\"/\" class=\"logo\"><img src=\"/images/18.5a/logo.svg\" \
             alt=\"Tallmo kommuns startsida\"></a>\n<form action=\"/sok\" role=\"search\"><label for=\"q\">Sök</label>\
             <input id=\"q\" type=\"search\" name=\"query\"><button type=\"submit\">Sök</button></form>\n\
             <nav aria-label=\"Huvudmeny\" class=\"mega-menu\"><ul class=\"env-nav env-nav--menubar\">\n",
        );
        for (path, text) in self.links {
            let _ = writeln!(out, "<li><a href=\"{path}\" class=\"env-nav__link\">{text}</a></li>");
        }
        let mut column = 0;
        while out.len() < end {
            column += 1;
            let area = chance.one(&words::AREAS);
            let _ = write!(
                out,
                "<li class=\"env-nav__item\"><button type=\"button\" aria-expanded=\"false\" aria-controls=\"meny-{column}\">\
                 {area}<svg class=\"icon\" width=\"16\" height=\"16\" viewBox=\"0 0 24 24\" aria-hidden=\"true\">\
                 <path d=\"M7.41 8.59 12 13.17l4.59-4.58L18 10l-6 6-6-6z\"></path></svg></button>\n\
                 <ul id=\"meny-{column}\" class=\"env-nav__sub\">\n"
            );
            for _ in 0..8 + chance.below(12) {
                let (path, text) = self.link(chance, area);
                let _ = writeln!(
                    out,
                    "<li class=\"env-nav__item\"><a href=\"{path}\" class=\"env-nav__link\">{text}</a></li>"
                );
                if out.len() >= end {
                    break;
                }
            }
            out.push_str("</ul></li>\n");
        }
        out.push_str("</ul></nav></header>\n");
    }

    fn content(&self, out: &mut String, chance: &mut Chance, bytes: usize) {
        let end = out.len() + bytes;
        let title = self.title;
        let (open, middle, close) = if self.main {
            ("<main id=\"Innehall\" class=\"sv-column-8\">", "", "</main>\n")
        } else {
            (
                "<div id=\"svid94_1a\" class=\"pagecontent sv-layout\"><div id=\"Rubrik\"></div>",
                "</div><div id=\"svid94_2b\" class=\"pagecontent sv-layout\"><div id=\"Brodtext\"></div>",
                "</div>\n",
            )
        };
        let _ = write!(
            out,
            "{open}<nav aria-label=\"Du är här\"><ol class=\"env-breadcrumb\"><li><a href=\"/\">Start</a></li>\
             <li aria-current=\"page\">{title}</li></ol></nav>\n\
             <h1 class=\"heading\">{title}</h1>\n{middle}<p class=\"ingress\">Du som behöver stöd för att bo kvar hemma \
             kan få hemtjänst. Här läser du hur du ansöker, vad det kostar och vem du kan ringa.</p>\n"
        );
        contact_box(out, chance);
        let mut section = 0;
        while out.len() < end {
            section += 1;
            let heading = chance.one(&words::HEADINGS);
            let _ = writeln!(out, "<h2 class=\"subheading2\" id=\"h-{section}\">{heading}</h2>");
            if self.numbers {
                let rows = 6 + chance.below(10);
                number_table(out, chance, rows, end);
                continue;
            }
            for _ in 0..=chance.below(3) {
                self.paragraph(out, chance);
            }
            match chance.below(4) {
                0 => list(out, chance),
                1 => number_table(out, chance, 4, end),
                2 => self.expandable(out, chance, section),
                _ => {}
            }
        }
        let _ = write!(
            out,
            "<div class=\"feedback\"><h2>Hjälpte informationen på sidan dig?</h2><button type=\"button\">Ja</button>\
             <button type=\"button\">Nej</button></div>\n<p class=\"page-date\">Senast uppdaterad: \
             <time datetime=\"2026-0{0}-1{1}\">2026-0{0}-1{1}</time></p>\n{close}",
            1 + chance.below(9),
            chance.below(9)
        );
    }

    fn side_menu(&self, out: &mut String, chance: &mut Chance, bytes: usize) {
        let end = out.len() + bytes;
        out.push_str("<nav aria-label=\"Undermeny\"><ul class=\"env-nav env-nav--sidenav\">\n");
        while out.len() < end {
            let (path, text) = self.link(chance, "Äldre");
            let _ = writeln!(out, "<li><a href=\"{path}\" class=\"env-nav__link\">{text}</a></li>");
        }
        out.push_str("</ul></nav>\n");
    }

    fn paragraph(&self, out: &mut String, chance: &mut Chance) {
        out.push_str("<p class=\"normal\">");
        for number in 0..3 + chance.below(4) {
            if number > 0 {
                out.push(' ');
            }
            let sentence = chance.one(&words::SENTENCES);
            match chance.below(12) {
                0 => {
                    let (first, rest) = sentence.split_once(' ').unwrap_or((sentence, ""));
                    let _ = write!(out, "<strong>{first}</strong> {rest}");
                }
                1 => {
                    let (path, text) = self.link(chance, "Äldre");
                    let _ = write!(out, "{sentence} Läs mer om <a href=\"{path}\">{text}</a>.");
                }
                _ => out.push_str(sentence),
            }
        }
        out.push_str("</p>\n");
    }

    fn expandable(&self, out: &mut String, chance: &mut Chance, number: usize) {
        let _ = write!(
            out,
            "<div class=\"sv-decoration-content\"><h3><a href=\"#dold-{number}\" role=\"button\" data-env-collapse \
             aria-expanded=\"false\" aria-controls=\"dold-{number}\">{}</a></h3><div class=\"env-collapse\" id=\"dold-{number}\">",
            chance.one(&words::HEADINGS)
        );
        self.paragraph(out, chance);
        out.push_str("</div></div>\n");
    }

    fn footer(&self, out: &mut String, chance: &mut Chance, bytes: usize) {
        let end = out.len() + bytes;
        out.push_str(
            "<footer class=\"site-footer\"><h2>Tallmo kommun</h2><p>Växel: 0980-319 200<br>Postadress: Box 12, 123 45 Tallmo<br>\
             E-post: <a href=\"mailto:kommun@tallmo.example\">kommun@tallmo.example</a></p>\n<ul>\n",
        );
        while out.len() < end {
            let (path, text) = self.link(chance, "Om");
            let _ = writeln!(out, "<li><a href=\"{path}\">{text}</a></li>");
        }
        out.push_str("</ul></footer>\n");
    }
}

fn contact_box(out: &mut String, chance: &mut Chance) {
    let _ = writeln!(
        out,
        "<aside class=\"sv-contact2-portlet\"><h2>Kontakt</h2><p class=\"fn\">Biståndshandläggare</p>\
         <p>Telefon: <a href=\"tel:+46980319{0}\">0980-319 {0}</a></p><p>Telefontid: måndag–fredag kl. {1}.30–1{2}.00</p>\
         <p>E-post: <a href=\"mailto:bistand@tallmo.example\">bistand@tallmo.example</a></p>\
         <p>Besöksadress: Storgatan {3}, 123 4{4} Tallmo</p></aside>",
        200 + chance.below(100),
        8 + chance.below(2),
        chance.below(7),
        1 + chance.below(90),
        chance.below(10)
    );
}

fn list(out: &mut String, chance: &mut Chance) {
    out.push_str("<p class=\"normal\">Du kan få hjälp med</p>\n<ul>\n");
    for _ in 0..3 + chance.below(5) {
        let _ = writeln!(out, "<li>{}</li>", chance.one(&words::ITEMS));
    }
    out.push_str("</ul>\n");
}

fn number_table(out: &mut String, chance: &mut Chance, rows: usize, end: usize) {
    out.push_str(
        "<table><caption>Utförare och priser</caption><thead><tr><th scope=\"col\">Utförare</th><th scope=\"col\">Telefon</th>\
         <th scope=\"col\">Tider</th><th scope=\"col\">Pris</th><th scope=\"col\">Avtal</th></tr></thead><tbody>\n",
    );
    for _ in 0..rows {
        let _ = writeln!(
            out,
            "<tr><td>{} omsorg</td><td>0980-319 2{:02}</td><td>kl. 0{}.30–1{}.00</td><td>{} kronor per timme</td>\
             <td>2026-0{}-1{} till 31 december 202{}</td></tr>",
            chance.one(&words::NAMES),
            chance.below(100),
            7 + chance.below(3),
            chance.below(8),
            200 + chance.below(2400),
            1 + chance.below(9),
            chance.below(9),
            6 + chance.below(4)
        );
        if out.len() >= end {
            break;
        }
    }
    out.push_str("</tbody></table>\n");
}

/// What apps leave on the page: their state as JSON.
fn script(out: &mut String, chance: &mut Chance, bytes: usize) {
    let end = out.len() + bytes;
    let mut number = 0;
    while out.len() + 300 < end {
        number += 1;
        let _ = write!(out, "<script>AppRegistry.registerInitialState('12.{number:x}',{{\"items\":[");
        for _ in 0..20 {
            let text = chance.one(&words::LINKS);
            let _ = write!(out, "{{\"id\":\"4.{:x}\",\"title\":\"{text}\",\"open\":false}},", chance.next() >> 24);
            if out.len() + 80 >= end {
                break;
            }
        }
        out.push_str("{}],\"locale\":\"sv\"});</script>\n");
    }
}

/// An address from what it leads to.
fn path_of(area: &str, text: &str) -> String {
    let plain = |text: &str| -> String {
        text.to_lowercase()
            .chars()
            .filter_map(|c| match c {
                'å' | 'ä' => Some('a'),
                'ö' => Some('o'),
                ' ' => Some('-'),
                c => c.is_ascii_alphanumeric().then_some(c),
            })
            .collect()
    };
    format!("{}/{}", plain(area), plain(text))
}
