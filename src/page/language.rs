//! The language of the main text.
//!
//! Place in the flow: assemble → **language**. What must stay true: what the page says of itself comes first; a guess is
//! made on enough text only, and Swedish, Danish and Norwegian are not told apart by a guess that is unsure.

use scraper::Node;
use whatlang::Lang;

use super::model::{PageModel, Region};

/// Least text, in bytes, that a guess is made on.
const ENOUGH: usize = 120;

/// The language as a primary subtag (`sv`, `en`, `fi`); empty when it cannot be told.
pub(super) fn of(page: &PageModel) -> String {
    let said = page.main.iter().find_map(|node| nearest_lang(page, *node));
    let said = said.as_deref().or(page.meta.lang.as_deref()).and_then(primary);
    if let Some(said) = said {
        return said;
    }
    let mut text = String::new();
    for block in page.blocks.iter().filter(|block| block.region == Region::Main && !block.hidden) {
        text.push_str(&block.text);
        text.push('\n');
        if text.len() > 4000 {
            break;
        }
    }
    guess(&text)
}

/// The `lang` of the main content or of an element around it.
fn nearest_lang(page: &PageModel, node: ego_tree::NodeId) -> Option<String> {
    let node = page.html.tree.get(node)?;
    std::iter::once(node).chain(node.ancestors()).find_map(|node| match node.value() {
        Node::Element(element) => element.attr("lang").filter(|lang| !lang.trim().is_empty()).map(str::to_owned),
        _ => None,
    })
}

/// `sv-SE` → `sv`; nothing for what is no language tag.
fn primary(tag: &str) -> Option<String> {
    let first = tag.trim().split(['-', '_']).next()?.to_ascii_lowercase();
    let is_tag = (2..=3).contains(&first.len()) && first.bytes().all(|byte| byte.is_ascii_lowercase());
    is_tag.then(|| if first == "swe" { "sv".to_owned() } else { first })
}

/// The language that a text is written in, whatever its page says of itself; empty when that is not sure.
pub fn written_in(text: &str) -> String {
    let sure = whatlang::detect(text).is_some_and(|info| info.is_reliable());
    if sure { guess(text) } else { String::new() }
}

fn guess(text: &str) -> String {
    if text.len() < ENOUGH {
        return String::new();
    }
    let Some(info) = whatlang::detect(text) else { return String::new() };
    let code = match info.lang() {
        Lang::Swe => "sv",
        // Short Swedish text is often taken for its neighbours; å, ä, ö against æ, ø tell.
        Lang::Dan | Lang::Nob if !text.contains(['æ', 'ø']) => "sv",
        Lang::Dan => "da",
        Lang::Nob => "no",
        Lang::Eng => "en",
        Lang::Fin => "fi",
        Lang::Deu => "de",
        Lang::Fra => "fr",
        Lang::Spa => "es",
        Lang::Pol => "pl",
        Lang::Ara => "ar",
        Lang::Pes => "fa",
        Lang::Rus => "ru",
        Lang::Tur => "tr",
        other if info.is_reliable() => other.code(),
        _ => "",
    };
    code.to_owned()
}
