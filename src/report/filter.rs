//! What the ranking's address asks for: län, group, size, area, order, a name.
//!
//! What must stay true: the address holds the whole state, every value is one of the page's own choices, and a wrong one
//! is answered with what to do, never with an empty list that looks like an answer.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::lang::{Lang, Words, say};
use super::overview::{Overview, Standing, dimension, share, standing};
use super::quote::visible;
use super::swedish;

/// Longest name that is searched for, in characters.
const NAME_MAX: usize = 80;
/// Classes of size: code, label, from (inhabitants), to.
const SIZES: [(&str, [&str; 2], u32, u32); 5] = [
    ("0-10000", ["Under 10 000 invånare", "Under 10,000 inhabitants"], 0, 10_000),
    ("10000-20000", ["10 000 till 20 000", "10,000 to 20,000"], 10_000, 20_000),
    ("20000-50000", ["20 000 till 50 000", "20,000 to 50,000"], 20_000, 50_000),
    ("50000-100000", ["50 000 till 100 000", "50,000 to 100,000"], 50_000, 100_000),
    ("100000-", ["Minst 100 000", "At least 100,000"], 100_000, u32::MAX),
];

/// Orders of the table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Order {
    /// Highest points first.
    #[default]
    Points,
    /// Lowest points first.
    Lowest,
    /// By name.
    Name,
    /// Most inhabitants first.
    Size,
}

const ORDERS: [(&str, [&str; 2], Order); 4] = [
    ("poang", ["Flest poäng först", "Most points first"], Order::Points),
    ("lagst", ["Minst poäng först", "Fewest points first"], Order::Lowest),
    ("namn", ["Namn", "Name"], Order::Name),
    ("storlek", ["Flest invånare först", "Most inhabitants first"], Order::Size),
];

/// A choice in a list of the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Choice {
    /// Its value in the address; empty = all.
    pub(super) value: String,
    /// As people read it.
    pub(super) label: String,
    /// Whether it is the one chosen.
    pub(super) chosen: bool,
    /// Whether the label is a Swedish name on a page that is not.
    pub(super) swedish: bool,
}

/// What is asked for. The default is everything, by points.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Filter {
    /// A name, or the beginning of one.
    pub(super) name: String,
    lan: String,
    group: String,
    size: String,
    /// Dimension id; empty = all points.
    pub(super) area: String,
    /// The table's order.
    pub(super) order: Order,
}

impl Filter {
    /// Reads the address's pairs; what is not ours (a tracking parameter) is left aside. The error is a sentence that says
    /// what to do.
    pub(super) fn read(overview: &Overview<'_>, pairs: &[(String, String)]) -> Result<Self, String> {
        let (lang, mut filter) = (overview.lang, Self::default());
        for (name, value) in pairs {
            let value = value.trim();
            let told = shortened(value);
            let known = |choices: Vec<(String, String)>, what: &str| {
                if value.is_empty() || choices.iter().any(|(code, _)| code == value) {
                    return Ok(value.to_owned());
                }
                Err(say!(
                    lang,
                    "{what} ”{told}” finns inte i omgången. Välj i listan.",
                    "{what} “{told}” is not in the round. Choose in the list."
                ))
            };
            match name.as_str() {
                "kommun" if value.chars().count() > NAME_MAX => {
                    return Err(say!(
                        lang,
                        "Namnet är för långt. Skriv högst {NAME_MAX} tecken.",
                        "The name is too long. Write at most {NAME_MAX} characters."
                    ));
                }
                "kommun" => filter.name = visible(value),
                "lan" => filter.lan = known(all_lan(overview), lang.of("Länet", "The county"))?,
                "grupp" => {
                    filter.group = known(groups(overview), lang.of("Kommungruppen", "The group of municipalities"))?;
                }
                "storlek" => filter.size = known(sizes(lang), lang.of("Storleken", "The size"))?,
                "omrade" => filter.area = known(areas(overview), lang.of("Området", "The area"))?,
                "ordning" => {
                    let of = |order: &&(&str, [&str; 2], Order)| order.0 == value;
                    filter.order = match ORDERS.iter().find(of) {
                        Some((.., order)) => *order,
                        None if value.is_empty() => Order::default(),
                        None => {
                            return Err(say!(
                                lang,
                                "Ordningen ”{told}” finns inte. Välj i listan.",
                                "There is no order “{told}”. Choose in the list."
                            ));
                        }
                    };
                }
                _ => {}
            }
        }
        Ok(filter)
    }

    /// Whether anything is left out.
    pub(super) fn narrows(&self) -> bool {
        [&self.name, &self.lan, &self.group, &self.size].iter().any(|value| !value.is_empty())
    }

    /// Whether a kommun is asked for.
    pub(super) fn takes(&self, overview: &Overview<'_>, index: usize) -> bool {
        let kommun = &overview.kommun(index).kommun;
        let size = SIZES.iter().find(|(code, ..)| *code == self.size);
        (self.lan.is_empty() || kommun.lan.code == self.lan)
            && (self.group.is_empty() || kommun.skr_group == self.group)
            && (self.name.is_empty() || plain(&kommun.name).starts_with(&plain(&self.name)))
            && size.is_none_or(|&(_, _, from, to)| kommun.population.is_some_and(|n| (from..to).contains(&n)))
    }

    /// The scored kommuner that are asked for, in the order asked for.
    pub(super) fn ranking(&self, overview: &Overview<'_>) -> Vec<usize> {
        let mut shown: Vec<usize> = overview.ranking.iter().copied().filter(|&i| self.takes(overview, i)).collect();
        let points = |i: usize| self.points(overview, i).unwrap_or(-1.0);
        let by_points = |a: &usize, b: &usize| points(*b).total_cmp(&points(*a));
        match self.order {
            Order::Points => shown.sort_by(by_points),
            Order::Lowest => shown.sort_by(|a, b| by_points(b, a)),
            Order::Name => shown.sort_by_cached_key(|&i| swedish::sort_key(&overview.kommun(i).kommun.name)),
            Order::Size => shown.sort_by_key(|&i| std::cmp::Reverse(overview.kommun(i).kommun.population)),
        }
        shown
    }

    /// Points of 100: all of them, or in the area asked for. Nothing when nothing there is decided.
    pub(super) fn points(&self, overview: &Overview<'_>, index: usize) -> Option<f64> {
        let kommun = overview.kommun(index);
        let Standing::Scored(_, value) = standing(kommun) else { return None };
        if self.area.is_empty() {
            return Some(value);
        }
        dimension(kommun, &self.area).and_then(share).map(|share| share * 100.0)
    }

    /// The lists of the form: name in the address, label, choices. A list with nothing to choose is left out.
    pub(super) fn lists(&self, overview: &Overview<'_>) -> Vec<(&'static str, &'static str, Vec<Choice>)> {
        let lang = overview.lang;
        let orders =
            ORDERS.iter().map(|(code, [sv, en], _)| ((*code).to_owned(), lang.of(sv, en).to_owned())).collect();
        let order = ORDERS.iter().find(|(.., order)| *order == self.order).map_or("", |(code, ..)| code);
        let list = |all: &str, choices: Vec<(String, String)>, chosen: &str, names: bool| {
            let choice = |value: String, label: String, swedish: bool| Choice {
                chosen: value == chosen,
                swedish: swedish && lang != Lang::Sv,
                value,
                label,
            };
            let first = (!all.is_empty()).then(|| choice(String::new(), all.to_owned(), false));
            let choices = choices.into_iter().map(|(value, label)| choice(value, label, names));
            first.into_iter().chain(choices).collect::<Vec<_>>()
        };
        let sized = overview.result.kommuner.iter().any(|k| k.kommun.population.is_some());
        let classes = if sized { sizes(lang) } else { Vec::new() };
        [
            (
                "lan",
                lang.of("Län", "County"),
                list(lang.of("Hela landet", "All of Sweden"), all_lan(overview), &self.lan, true),
            ),
            (
                "grupp",
                lang.of("Kommungrupp", "Group"),
                list(lang.of("Alla grupper", "All groups"), groups(overview), &self.group, true),
            ),
            (
                "storlek",
                lang.of("Storlek", "Size"),
                list(lang.of("Alla storlekar", "All sizes"), classes, &self.size, false),
            ),
            (
                "omrade",
                lang.of("Område", "Area"),
                list(lang.of("Alla frågor", "All questions"), areas(overview), &self.area, false),
            ),
            ("ordning", lang.of("Ordning", "Order"), list("", orders, order, false)),
        ]
        .into_iter()
        .filter(|(_, _, choices)| choices.len() > 1)
        .collect()
    }

    /// Goes on with what is shown, as the end of a sentence: `i Stockholms län`.
    pub(super) fn words(&self, overview: &Overview<'_>, mut words: Words) -> Words {
        let lang = overview.lang;
        let label = |choices: Vec<(String, String)>, value: &str| {
            choices.into_iter().find(|(code, _)| code == value).map(|(_, label)| label)
        };
        if let Some(lan) = label(all_lan(overview), &self.lan) {
            words = words.ours(lang.of("i", "in")).swedish(lan);
        }
        if let Some(group) = label(groups(overview), &self.group) {
            words = words.ours(lang.of("i gruppen", "in the group")).swedish(group);
        }
        if let Some(size) = label(sizes(lang), &self.size) {
            let inhabitants = lang.of("invånare", "inhabitants");
            words = words.ours(lang.of("med", "with")).ours(size.to_lowercase());
            if !size.ends_with(inhabitants) {
                words = words.ours(inhabitants);
            }
        }
        if !self.name.is_empty() {
            let name = &self.name;
            words = words.ours(say!(lang, "som börjar på ”{name}”", "whose name begins with “{name}”"));
        }
        words
    }

    /// The address's query for the same view: `lan=01&omrade=kontakt`; empty for the default.
    pub(super) fn query(&self) -> String {
        let order = ORDERS.iter().find(|(.., order)| *order == self.order && *order != Order::default());
        let pairs = [
            ("kommun", self.name.as_str()),
            ("lan", &self.lan),
            ("grupp", &self.group),
            ("storlek", &self.size),
            ("omrade", &self.area),
            ("ordning", order.map_or("", |(code, ..)| code)),
        ];
        let mut query = String::new();
        for (name, value) in pairs.into_iter().filter(|(_, value)| !value.is_empty()) {
            let joint = if query.is_empty() { "" } else { "&" };
            let value: String = url::form_urlencoded::byte_serialize(value.as_bytes()).collect();
            write!(query, "{joint}{name}={value}").expect("writing to a string cannot fail");
        }
        query
    }
}

/// A name as it is compared: small letters, without «kommun» at the end.
pub(super) fn plain(name: &str) -> String {
    let name = name.trim().to_lowercase();
    name.strip_suffix(" kommun").map_or(name.clone(), str::to_owned)
}

fn shortened(value: &str) -> String {
    visible(value).chars().take(40).collect()
}

fn all_lan(overview: &Overview<'_>) -> Vec<(String, String)> {
    distinct(overview.result.kommuner.iter().map(|k| (&k.kommun.lan.code, &k.kommun.lan.name)))
}

fn groups(overview: &Overview<'_>) -> Vec<(String, String)> {
    distinct(overview.result.kommuner.iter().map(|k| (&k.kommun.skr_group, &k.kommun.skr_group_name)))
}

fn areas(overview: &Overview<'_>) -> Vec<(String, String)> {
    overview.set.dimensions.iter().map(|d| (d.id.clone(), d.name_in(overview.lang).to_owned())).collect()
}

fn sizes(lang: Lang) -> Vec<(String, String)> {
    SIZES.iter().map(|(code, [sv, en], ..)| ((*code).to_owned(), lang.of(sv, en).to_owned())).collect()
}

/// Code and label, each once, in the order of the codes; without code or label there is no choice.
fn distinct<'a>(pairs: impl Iterator<Item = (&'a String, &'a String)>) -> Vec<(String, String)> {
    let named = pairs.filter(|(code, name)| !code.trim().is_empty() && !name.trim().is_empty());
    let all: BTreeMap<&String, &String> = named.collect();
    all.into_iter().map(|(code, name)| (code.clone(), visible(name))).collect()
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    fn pairs(query: &str) -> Vec<(String, String)> {
        url::form_urlencoded::parse(query.as_bytes()).into_owned().collect()
    }

    fn names(query: &str) -> Result<Vec<String>, String> {
        let (mut round, set) = (sample::round(), sample::set());
        for (kommun, population) in round.kommuner.iter_mut().zip([9_000, 10_000, 150_000]) {
            kommun.kommun.population = Some(population);
        }
        let overview = Overview::new(&round, &set);
        let filter = Filter::read(&overview, &pairs(query))?;
        let again = Filter::read(&overview, &pairs(&filter.query())).unwrap();
        assert_eq!(filter, again, "the address holds the state");
        Ok(filter.ranking(&overview).into_iter().map(|i| round.kommuner[i].kommun.name.clone()).collect())
    }

    #[test]
    fn each_choice_narrows_or_orders() {
        assert_eq!(names("").unwrap(), ["Almkulla", "Öxsta", "Ålsäter", "Hedlunda", "Björkvik"]);
        assert_eq!(names("ordning=namn").unwrap(), ["Almkulla", "Björkvik", "Hedlunda", "Ålsäter", "Öxsta"]);
        assert_eq!(names("ordning=lagst").unwrap()[0], "Björkvik");
        assert_eq!(names("ordning=storlek").unwrap()[0], "Öxsta");
        assert_eq!(names("storlek=10000-20000").unwrap(), ["Almkulla"]);
        assert_eq!(names("kommun=HED").unwrap(), ["Hedlunda"]);
        assert_eq!(names("kommun=Hedlunda+kommun&utm_source=brev&lan=").unwrap(), ["Hedlunda"]);
        assert_eq!(names("omrade=avgifter").unwrap()[2], "Ålsäter");
        assert_eq!(names("kommun=zzz").unwrap(), Vec::<String>::new());
    }

    #[test]
    fn a_wrong_choice_says_what_to_do() {
        for wrong in ["lan=99", "grupp=x", "storlek=-1", "omrade=%00", "ordning=x"] {
            let told = names(wrong).unwrap_err();
            assert!(told.ends_with("Välj i listan."), "{wrong}: {told}");
        }
        assert!(names(&format!("kommun={}", "a".repeat(81))).unwrap_err().contains("högst 80 tecken"));
    }
}
