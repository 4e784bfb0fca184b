//! Addresses of one shape: how crowded each shape is, and which shapes only repeat what was read.
//!
//! Place in the flow: links → **crowd** → frontier. A calendar, a list of 100,000 links or a session id in the path makes
//! addresses without end that look alike. Each more of them comes later in the order, so that what is rare is read
//! first. What must stay true: ranked, not cut. Only a shape of session tokens, or an address that nests into itself, is
//! left out, and only after several of its pages were read and all said the same.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use url::Url;

use super::address::is_trap;

/// So many addresses of one shape come without loss.
const FREE: usize = 16;
/// Points lost each time that a shape has doubled beyond that.
const PER_DOUBLING: i32 = 16;
/// Points lost for each earlier address that differs in a session token alone.
const PER_TOKEN: i32 = 48;
/// Most points lost for tokens.
const TOKEN_MOST: i32 = 480;
/// Points lost by an address that looks endless ([`is_trap`]).
const TRAP: i32 = 600;
/// Pages of a shape that must have been read, all alike, before the rest of it counts as read.
const PROVEN: u32 = 4;

/// What an address looks like when what varies without meaning is masked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Shape {
    /// With numbers and tokens masked.
    loose: u64,
    /// With tokens alone masked; `None` when it holds none.
    tokens: Option<u64>,
    trap: bool,
}

/// Every address nested into itself has this shape.
const NESTED: u64 = 0;

impl Shape {
    /// The shape of a normalised address.
    pub fn of(url: &Url) -> Self {
        let text = &url[url::Position::BeforeHost..];
        let (without_tokens, held) = mask_tokens(text);
        let trap = is_trap(url);
        let tokens = match (trap, held) {
            (true, _) => Some(NESTED),
            (false, true) => Some(hash(&without_tokens)),
            (false, false) => None,
        };
        Self { loose: hash(&mask_numbers(&without_tokens)), tokens, trap }
    }
}

/// What was read of one shape of tokens.
#[derive(Clone, Copy, Debug, Default)]
struct Told {
    read: u32,
    new: u32,
}

/// The shapes of one visit.
#[derive(Clone, Debug, Default)]
pub struct Crowd {
    known: HashSet<u64>,
    loose: HashMap<u64, usize>,
    tokens: HashMap<u64, usize>,
    told: HashMap<u64, Told>,
}

impl Crowd {
    /// Takes up an address that an earlier run queued.
    pub fn remember(&mut self, url: &str) {
        if self.known.insert(hash(url))
            && let Ok(url) = Url::parse(url)
        {
            self.count(Shape::of(&url));
        }
    }

    /// Notes that a page was read, and whether it said something new.
    pub fn read(&mut self, url: &Url, new: bool) {
        if let Some(tokens) = Shape::of(url).tokens {
            let told = self.told.entry(tokens).or_default();
            told.read += 1;
            told.new += u32::from(new);
        }
    }

    /// Whether an address can only repeat what was read: several that differ from it in a token alone all said the same,
    /// or several that nest into themselves said nothing new.
    pub fn repeats(&self, url: &Url) -> bool {
        let shape = Shape::of(url);
        let Some(told) = shape.tokens.and_then(|tokens| self.told.get(&tokens)) else { return false };
        told.read >= PROVEN && told.new <= u32::from(!shape.trap)
    }

    /// Points that each of a page's addresses loses, in order. Known addresses lose nothing and count for nothing: they
    /// have their place.
    pub fn losses(&mut self, urls: &[Url]) -> Vec<i32> {
        let shapes: Vec<Option<Shape>> =
            urls.iter().map(|url| self.known.insert(hash(url.as_str())).then(|| Shape::of(url))).collect();
        let mut here: HashMap<u64, (usize, usize)> = HashMap::new();
        for shape in shapes.iter().flatten() {
            here.entry(shape.loose).or_default().1 += 1;
        }
        let lose = |shape: Option<Shape>| {
            let Some(shape) = shape else { return 0 };
            let (place, of) = here.get_mut(&shape.loose).map_or((0, 1), |(next, of)| {
                *next += 1;
                (*next - 1, *of)
            });
            // The ends of a long list tell more than its middle.
            let from_end = place.min(of - 1 - place) * 2;
            let before = self.loose.get(&shape.loose).copied().unwrap_or(0);
            let loss = crowding(before + from_end) + self.token_loss(shape);
            loss + if shape.trap { TRAP } else { 0 }
        };
        let losses = { shapes.iter().copied().map(lose).collect() };
        for shape in shapes.into_iter().flatten() {
            self.count(shape);
        }
        losses
    }

    fn token_loss(&self, shape: Shape) -> i32 {
        let earlier = shape.tokens.and_then(|tokens| self.tokens.get(&tokens)).copied().unwrap_or(0);
        i32::try_from(earlier).unwrap_or(i32::MAX).saturating_mul(PER_TOKEN).min(TOKEN_MOST)
    }

    fn count(&mut self, shape: Shape) {
        *self.loose.entry(shape.loose).or_default() += 1;
        if let Some(tokens) = shape.tokens {
            *self.tokens.entry(tokens).or_default() += 1;
        }
    }
}

fn crowding(earlier: usize) -> i32 {
    if earlier < FREE {
        return 0;
    }
    let doublings = (earlier / FREE * 2).ilog2();
    i32::try_from(doublings).unwrap_or(i32::MAX).saturating_mul(PER_DOUBLING)
}

fn hash(text: &str) -> u64 {
    // Without keys of its own: the same in every run.
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    // 0 is taken.
    hasher.finish().max(1)
}

/// The text with each run of letters and digits that looks drawn by lot replaced, and whether there was one.
fn mask_tokens(text: &str) -> (String, bool) {
    let (mut masked, mut held) = (String::with_capacity(text.len()), false);
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        if is_token(run) {
            masked.push('*');
            held = true;
        } else {
            masked.push_str(run);
        }
        let next = after.chars().next().map_or(0, char::len_utf8);
        masked.push_str(&after[..next]);
        rest = &after[next..];
    }
    (masked, held)
}

/// At least eight letters and digits that take turns at least three times, as ids drawn by lot do and words do not.
fn is_token(run: &str) -> bool {
    let turns = run.as_bytes().windows(2).filter(|pair| pair[0].is_ascii_digit() != pair[1].is_ascii_digit()).count();
    run.len() >= 8 && turns >= 3
}

fn mask_numbers(text: &str) -> String {
    let mut masked = String::with_capacity(text.len());
    for c in text.chars() {
        if !c.is_ascii_digit() {
            masked.push(c);
        } else if !masked.ends_with('0') {
            masked.push('0');
        }
    }
    masked
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(path: &str) -> Url {
        Url::parse(&format!("https://hedlunda.test{path}")).unwrap()
    }

    #[test]
    fn the_rare_come_before_the_crowd_and_the_ends_before_the_middle() {
        let mut urls: Vec<Url> = (0..100_000).map(|n| url(&format!("/lista/{n}"))).collect();
        urls.extend((0..20).map(|n| url(&format!("/om-oss/del-{n}"))));
        let losses = Crowd::default().losses(&urls);
        assert_eq!(losses[100_019], 0);
        assert!(losses[100_000..].iter().all(|loss| *loss <= PER_DOUBLING), "{:?}", &losses[100_000..]);
        assert!(losses[0] == 0 && losses[99_999] == 0 && losses[50_000] > 150, "{}", losses[50_000]);
        assert!(losses.iter().all(|loss| *loss < 400), "never out of sight");
    }

    #[test]
    fn a_calendar_sinks_as_it_grows_and_a_menu_that_comes_back_does_not() {
        let mut crowd = Crowd::default();
        let menu = [url("/omsorg"), url("/bygga")];
        for month in 1..200 {
            crowd.losses(&menu);
            crowd.losses(&[url(&format!("/kalender/2026-{month}"))]);
        }
        assert!(crowd.losses(&[url("/kalender/2030-1")])[0] >= 4 * PER_DOUBLING);
        assert_eq!(crowd.losses(&[url("/omsorg"), url("/omsorg/hemtjanst")]), [0, 0]);
    }

    #[test]
    fn a_session_token_is_one_shape_and_words_are_not_tokens() {
        let mut crowd = Crowd::default();
        let first = crowd.losses(&[url("/(S(lit3py55t21z5v55vlm25s55))/avgifter"), url("/covid19-information2026")]);
        assert_eq!(first, [0, 0]);
        let again = crowd.losses(&[url("/(S(k4jq0a45e1n3ru45z0h2bq55))/avgifter"), url("/(S(a1b2c3d4e5))/kontakt")]);
        assert_eq!(again, [PER_TOKEN, 0]);
        let page = |token: &str| url(&format!("/(S({token}))/avgifter"));
        for (n, token) in ["a1b2c3d4", "b1b2c3d4", "c1b2c3d4", "d1b2c3d4"].into_iter().enumerate() {
            assert!(!crowd.repeats(&page(token)));
            crowd.read(&page(token), n == 0);
        }
        assert!(crowd.repeats(&page("e1b2c3d4")));
        assert!(!crowd.repeats(&url("/(S(e1b2c3d4))/kontakt")));
    }

    #[test]
    fn pages_named_by_lot_that_differ_are_never_left_out() {
        let mut crowd = Crowd::default();
        for n in 0..50 {
            crowd.read(&url(&format!("/sida/a1b2c3d4e{n}")), n % 3 != 0);
        }
        assert!(!crowd.repeats(&url("/sida/f1b2c3d4")));
    }

    #[test]
    fn what_was_remembered_counts_as_if_it_had_just_been_found() {
        let urls: Vec<Url> = (0..40).map(|n| url(&format!("/s/{n}"))).collect();
        let (mut one, mut two) = (Crowd::default(), Crowd::default());
        one.losses(&urls);
        for url in &urls {
            two.remember(url.as_str());
        }
        assert_eq!(one.losses(&[url("/s/41"), url("/s/1")]), two.losses(&[url("/s/41"), url("/s/1")]));
    }
}
