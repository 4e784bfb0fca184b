//! Whatever the web sends, a page is read or refused with a reason.

use proptest::prelude::*;
use url::Url;

use crate::page::{PageTypes, decode, parse, plain_text};

/// Pieces of markup that between them reach every part of the walk.
const PIECES: &str = "(<div class=\"contact\">|</div>|<main>|</main>|<p>|<br>|<b>|</b>|<table>|<tr>|<td>|</table>|<ul>|<li>|\
    <dl>|<dt>|<dd>|<h1>|<h2>|</h2>|<a href=\"tel:08\">|<a href=x>|</a>|<form>|<label for=a>|<input id=a>|<button>|<nav>|\
    <aside>|<footer>|<svg>|</svg>|<template>|<select><option>|<details hidden>|<span class=sr-only>|<time datetime=å>|\
    kontakt|Senast uppdaterad:|08-465 004 10|9–11|2 660 kr|30 juni 2022|a@b.se|\u{e5}|\u{a0}|\u{308}|&nbsp;|&#0;| |ord\\. ){0,40}";

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_markup_gives_a_model_that_holds_together(html in PIECES) {
        let url = Url::parse("https://www.almkulla.example/").unwrap();
        let page = parse(&html, &url, &PageTypes::embedded()).unwrap();
        for mention in &page.mentions {
            prop_assert!(page.blocks[mention.block].text.get(mention.range.clone()).is_some());
            let _ = page.quote(mention.block, mention.range.clone());
        }
        for (index, block) in page.blocks.iter().enumerate() {
            prop_assert!(!block.text.is_empty() && !block.text.contains('\0'));
            prop_assert!(block.sentences.iter().all(|range| block.text.get(range.clone()).is_some()));
            prop_assert!(block.heading.is_none_or(|heading| heading < page.headings.len()));
            let _ = page.heading_path(index);
        }
        for link in &page.links {
            prop_assert!(link.block.is_none_or(|block| block < page.blocks.len()));
        }
        prop_assert_eq!(page.text_sha256().len(), 64);
    }

    #[test]
    fn css_paths_select_their_element(html in PIECES) {
        let url = Url::parse("https://www.almkulla.example/").unwrap();
        let page = parse(&html, &url, &PageTypes::embedded()).unwrap();
        for block in &page.blocks {
            let path = page.css_path(block.node);
            if page.html.tree.get(block.node).is_some_and(|node| node.value().is_element()) {
                let selector = scraper::Selector::parse(&path).map_err(|_| TestCaseError::fail(path.clone()))?;
                prop_assert_eq!(page.html.select(&selector).next().map(|found| found.id()), Some(block.node), "{}", path);
            }
        }
    }

    #[test]
    fn any_bytes_are_read(bytes in proptest::collection::vec(any::<u8>(), 0..300), kind in "(text/html)?(; ?charset=)?[a-z0-9-]{0,9}") {
        let url = Url::parse("https://www.almkulla.example/").unwrap();
        let types = PageTypes::embedded();
        let text = decode(&bytes, Some(&kind));
        let _ = parse(&text, &url, &types);
        let _ = plain_text(&text, &url, &types);
    }
}
