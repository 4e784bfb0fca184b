//! A world of kommuner on loopback, in a process of its own: so many hosts, so many pages each.
//!
//! What must stay true: every page is found by following links from the start page, four clicks away at most; the
//! world's own log is the referee of what the auditor did. One address a host, so that each is a politeness group.

pub(crate) mod auditor;
pub(crate) mod log;
pub(crate) mod server;

use std::net::Ipv4Addr;

use crate::kommun::{Chance, Recipe};

/// How large a world is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Size {
    pub(crate) hosts: usize,
    pub(crate) pages: usize,
    pub(crate) bytes: usize,
}

/// Under this path nobody may read.
pub(crate) const CLOSED: &str = "/stangt/";

/// Name of a host.
pub(crate) fn host(number: usize) -> String {
    format!("kommun-{number}.test")
}

/// Its address.
pub(crate) fn address(number: usize) -> Ipv4Addr {
    let [.., high, low] = (number + 256).to_be_bytes();
    Ipv4Addr::new(127, 10, high, low)
}

/// Path of a page.
pub(crate) fn path(page: usize) -> String {
    if page == 0 { "/".to_owned() } else { format!("/omsorg/hemtjanst-{page}") }
}

/// The pages of a host as text, the same for all hosts but for the name (see [`named`]).
pub(crate) fn pages(size: Size) -> Vec<String> {
    (0..size.pages)
        .map(|page| {
            let mut links = vec![(path(0), "Startsida".to_owned()), (format!("{CLOSED}sida"), "Intranät".to_owned())];
            // A tree with four branches: 40 pages are four clicks deep.
            let below = (4 * page + 1..=4 * page + 4).take_while(|below| *below < size.pages);
            links.extend(below.map(|below| (path(below), format!("Hemtjänst del {below}"))));
            let title = format!("Hemtjänst del {page}");
            let seed = Chance(page as u64).next();
            let recipe = Recipe {
                seed,
                bytes: size.bytes,
                main: page % 3 > 0,
                numbers: page % 10 == 9,
                title: &title,
                links: &links,
            };
            recipe.write()
        })
        .collect()
}

/// A page of a host: the kommun's name in all places.
pub(crate) fn named(page: &str, host: usize) -> String {
    page.replace("Tallmo", &format!("Ort{host:03}"))
}
