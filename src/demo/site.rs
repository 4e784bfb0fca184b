//! A kommun's whole web site, built once from its folder: every address with its answer.
//!
//! What must stay true: every link of ours leads to a page of the same site; the same folder always gives the same
//! bytes.

use std::collections::BTreeMap;

use super::{
    DemoError,
    cms::{self, Item, View},
    content::{CmsKind, Folder, PageFile, Special},
    pdf,
    prose::{self, escape},
};

/// What a server answers.
#[derive(Clone, Debug)]
pub(super) struct Answer {
    pub content_type: &'static str,
    pub body: Vec<u8>,
}

/// A site.
#[derive(Debug)]
pub(super) struct Site {
    pub folder: Folder,
    /// By path; those of the e-tjänster with their host's first label before it.
    answers: BTreeMap<String, Answer>,
    /// Paths of the pages that readers see, in the order of the files.
    pages: Vec<String>,
}

impl Site {
    /// Builds the site of one folder.
    pub(super) fn build(folder: Folder) -> Result<Self, DemoError> {
        let mut site = Self { folder, answers: BTreeMap::new(), pages: Vec::new() };
        site.keep("/robots.txt", "text/plain; charset=utf-8", site.robots());
        if site.folder.kommun.special == Some(Special::Javascript) {
            site.keep("/", HTML, cms::app_shell(&site.folder.kommun.name));
            site.keep("/static/app.js", "text/javascript; charset=utf-8", "/* ritar sidan */\n".to_owned());
            site.pages.push("/".to_owned());
            return Ok(site);
        }
        for page in site.folder.pages.clone() {
            let file = format!("{}/{}.md", site.folder.slug, page.id);
            let html = site.html(&page).map_err(|what| DemoError::content(&file, what))?;
            let path = site.address(&page);
            site.keep(&path, HTML, html);
            site.pages.push(path);
        }
        for (name, text) in site.folder.pdfs.clone() {
            let path = site.pdf_address(&name);
            site.answers.insert(path, Answer { content_type: "application/pdf", body: pdf::write(&text) });
        }
        for (number, title) in site.folder.kommun.service.values().enumerate() {
            let path = format!("e-tjanster{}", service_path(number));
            let html = cms::service_page(&site.folder.kommun.name, title);
            site.answers.insert(path, Answer { content_type: HTML, body: html.into_bytes() });
        }
        if !site.folder.kommun.service.is_empty() {
            let list = cms::service_list(&site.folder.kommun, service_path);
            site.answers.insert("e-tjanster/".to_owned(), Answer { content_type: HTML, body: list.into_bytes() });
        }
        if site.folder.kommun.listen {
            let silence = [&[0xff, 0xfb, 0x10, 0xc4][..], &[0; 100]].concat();
            site.answers.insert("/lyssna".to_owned(), Answer { content_type: "audio/mpeg", body: silence });
        }
        let map = site.sitemap();
        site.keep("/sitemap.xml", "application/xml", map);
        Ok(site)
    }

    /// Paths of the pages that readers see.
    pub(super) fn pages(&self) -> &[String] {
        &self.pages
    }

    /// The answer at a host and path. Queries never change it; session ids in paths are cut off.
    pub(super) fn answer(&self, host: &str, path: &str) -> Option<&Answer> {
        let path = path.split(';').next().unwrap_or(path);
        if host.starts_with("e-tjanster.") {
            if path == "/robots.txt" {
                return self.answers.get(path);
            }
            return self.answers.get(&format!("e-tjanster{path}"));
        }
        self.answers.get(path)
    }

    /// Paths that links lead to and that are gone: intended.
    pub(super) fn gone(&self) -> Vec<String> {
        let bodies = self.folder.pages.iter().map(|page| page.body.as_str());
        bodies.flat_map(prose::gone).map(|path| format!("/{path}")).collect()
    }

    /// The host of the site itself.
    pub(super) fn host(&self) -> String {
        format!("www.{}.test", self.folder.slug)
    }

    fn keep(&mut self, path: &str, content_type: &'static str, body: String) {
        self.answers.insert(path.to_owned(), Answer { content_type, body: body.into_bytes() });
    }

    fn robots(&self) -> String {
        if self.folder.kommun.robots.is_empty() {
            format!("User-agent: *\nDisallow: /sok/\n\nSitemap: http://{}/sitemap.xml\n", self.host())
        } else {
            self.folder.kommun.robots.clone()
        }
    }

    fn sitemap(&self) -> String {
        let host = self.host();
        let row = |path: &String| format!("<url><loc>http://{host}{path}</loc></url>\n");
        let rows = self.pages.iter().map(row).collect::<Vec<_>>().concat();
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
             <urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n{rows}</urlset>\n"
        )
    }

    fn page(&self, id: &str) -> Option<&PageFile> {
        self.folder.pages.iter().find(|page| page.id == id)
    }

    /// The page and those above it, the section first; without the start page.
    fn path_to<'a>(&'a self, page: &'a PageFile) -> Vec<&'a PageFile> {
        let mut path = vec![page];
        let mut above = page.head.under.as_str();
        while above != "start" && path.len() < 6 {
            let Some(parent) = self.page(above) else { break };
            path.insert(0, parent);
            above = &parent.head.under;
        }
        path
    }

    fn address(&self, page: &PageFile) -> String {
        if page.id == "start" {
            return "/".to_owned();
        }
        let path: Vec<&str> =
            self.path_to(page).into_iter().map(|p| p.head.slug.as_deref().unwrap_or(p.id.as_str())).collect();
        let path = path.join("/");
        match self.folder.kommun.cms {
            CmsKind::Sitevision => format!("/{path}.4.{:x}.html", self.key(&page.id)),
            CmsKind::SitevisionAldre => {
                let last = path.rsplit('/').next().unwrap_or_default();
                format!("/startsida/{last}.4.{:x}.html", self.key(&page.id))
            }
            CmsKind::Municipio | CmsKind::Optimizely => format!("/{path}/"),
            CmsKind::OptimizelyNummer => format!("/{}", 60_000 + self.key(&page.id) % 4_000),
        }
    }

    fn pdf_address(&self, name: &str) -> String {
        match self.folder.kommun.cms {
            CmsKind::Sitevision | CmsKind::SitevisionAldre => {
                format!("/download/18.{:x}/1780{:09}/{name}.pdf", self.key(name), self.key(name) % 1_000_000_000)
            }
            CmsKind::Municipio => format!("/wp-content/uploads/2026/02/{name}.pdf"),
            CmsKind::Optimizely | CmsKind::OptimizelyNummer => format!("/globalassets/dokument/{name}.pdf"),
        }
    }

    /// A number that stands for a name on this site, as a CMS gives one (FNV-1a, 64 bits).
    fn key(&self, name: &str) -> u64 {
        let bytes = self.folder.slug.bytes().chain([b'/']).chain(name.bytes());
        bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
    }

    /// The real address for one that is written `sida:`, `pdf:`, `etjanst:` or `borta:`.
    fn lookup(&self, scheme: &str, name: &str) -> Option<String> {
        match scheme {
            "sida" => {
                let (name, query) = name.find('?').map_or((name, ""), |at| name.split_at(at));
                self.page(name).map(|page| self.address(page) + query)
            }
            "borta" => Some(format!("/{name}")),
            "pdf" => self.folder.pdfs.contains_key(name).then(|| self.pdf_address(name)),
            _ => {
                let number = self.folder.kommun.service.keys().position(|service| service == name)?;
                Some(format!("http://e-tjanster.{}.test{}", self.folder.slug, service_path(number)))
            }
        }
    }

    fn html(&self, page: &PageFile) -> Result<String, String> {
        let kommun = &self.folder.kommun;
        let mut contacts = Vec::new();
        for id in &page.head.contact {
            contacts.push(self.contact(id)?);
        }
        let pieces = prose::pieces(&page.body)?;
        for piece in &pieces {
            if let prose::Piece::Contact(id) = piece {
                self.contact(id)?;
            }
        }
        let above = self.path_to(page);
        if page.id != "start" && above.first().is_none_or(|section| section.head.under != "start") {
            return Err(format!("under = {:?} leads to no section below start", page.head.under));
        }
        let view = View {
            kommun,
            host: self.host(),
            address: self.address(page),
            key: self.key(&page.id),
            page,
            updated: page.head.updated.as_deref().unwrap_or(&kommun.updated),
            crumbs: above[..above.len() - 1].iter().map(|p| self.item(p, page)).collect(),
            menu: self
                .below("start", page)
                .into_iter()
                .map(|top| (top.0, self.below(&top.1, page)))
                .map(flat)
                .collect(),
            side: self.beside(page),
            children: self.below(&page.id, page).into_iter().map(|child| child.0).collect(),
            statement: self.page("tillganglighetsredogorelse").map(|p| self.address(p)),
            contacts,
            pieces,
        };
        prose::with_addresses(&cms::page(&view), |scheme, name| self.lookup(scheme, name))
    }

    fn contact(&self, id: &str) -> Result<&super::content::Contact, String> {
        self.folder
            .kommun
            .contact
            .iter()
            .find(|contact| contact.id == id)
            .ok_or_else(|| format!("no [[contact]] with id {id:?} in kommun.toml"))
    }

    fn item(&self, page: &PageFile, current: &PageFile) -> Item {
        let mut address = self.address(page);
        if self.folder.kommun.special == Some(Special::Dubbletter) && page.id != "start" {
            let session = self.key(&current.id);
            address = match session % 3 {
                0 => format!("{address};jsessionid={session:016X}"),
                1 => format!("{address}?sv.target=12.{:x}&state=rubrik", session % 99_999),
                _ => address,
            };
        }
        Item {
            title: page.head.title.clone(),
            address,
            description: page.head.description.clone(),
            news: page.head.news.clone(),
            current: page.id == current.id,
        }
    }

    /// Pages below another with their ids, newest news first, else by title.
    fn below(&self, id: &str, current: &PageFile) -> Vec<(Item, String)> {
        let mut found: Vec<_> = self.folder.pages.iter().filter(|p| p.head.under == id && p.id != "start").collect();
        found.sort_by(|a, b| b.head.news.cmp(&a.head.news).then_with(|| a.head.title.cmp(&b.head.title)));
        found.into_iter().map(|page| (self.item(page, current), page.id.clone())).collect()
    }

    /// The side menu: the section's pages, and those below the page in view or beside it.
    fn beside(&self, page: &PageFile) -> Vec<(Item, Vec<Item>)> {
        if page.id == "start" {
            return Vec::new();
        }
        let Some(section) = self.path_to(page).first().map(|section| section.id.clone()) else { return Vec::new() };
        let way: Vec<String> = self.path_to(page).into_iter().map(|p| p.id.clone()).collect();
        let entries = self.below(&section, page).into_iter();
        entries
            .map(|(item, id)| {
                let inner = if way.contains(&id) { self.below(&id, page) } else { Vec::new() };
                (item, inner.into_iter().map(|inner| inner.0).collect())
            })
            .collect()
    }
}

const HTML: &str = "text/html; charset=utf-8";

fn service_path(number: usize) -> String {
    format!("/oversikt/overview/{}", 131 + number)
}

fn flat((top, inner): (Item, Vec<(Item, String)>)) -> (Item, Vec<Item>) {
    (top, inner.into_iter().map(|inner| inner.0).collect())
}

/// The page that a server shows when it has none.
pub(super) fn not_found(name: &str) -> String {
    format!(
        "<!doctype html><html lang=\"sv\"><head><meta charset=\"utf-8\"><title>Sidan finns inte</title></head>\
         <body><main><h1>Sidan finns inte</h1><p>Sidan du söker finns inte hos {}. Den kan ha flyttat.</p>\
         <p><a href=\"/\">Till startsidan</a></p></main></body></html>",
        escape(name)
    )
}
