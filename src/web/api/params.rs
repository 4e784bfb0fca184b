//! The parameters of an address, each known, each once, each within its bounds.

use super::problem::Problem;

/// Most items in an answer.
const LIMIT_MAX: usize = 1000;
/// Items unless asked otherwise.
const LIMIT: usize = 100;
/// Longest value, in characters.
const VALUE_MAX: usize = 100;

/// The parameters that were given.
pub(super) struct Params(Vec<(String, String)>);

impl Params {
    /// Reads an address's query. A name that is not in `known`, or stands twice, is refused.
    pub(super) fn read(query: Option<&str>, known: &[&str]) -> Result<Self, Problem> {
        let mut given: Vec<(String, String)> = Vec::new();
        for (name, value) in url::form_urlencoded::parse(query.unwrap_or_default().as_bytes()) {
            if !known.contains(&name.as_ref()) {
                let action = if known.is_empty() {
                    "Ta bort parametern. Adressen tar inga.".to_owned()
                } else {
                    format!("Använd någon av: {}.", known.join(", "))
                };
                return Err(Problem::parameter(format!("Parametern ”{}” finns inte.", short(&name)), action));
            }
            if given.iter().any(|(other, _)| *other == name) {
                return Err(Problem::parameter(format!("Parametern {name} står två gånger."), "Skriv den en gång."));
            }
            if value.chars().count() > VALUE_MAX {
                let detail = format!("Värdet på {name} är för långt.");
                return Err(Problem::parameter(detail, format!("Skriv högst {VALUE_MAX} tecken.")));
            }
            given.push((name.into_owned(), value.into_owned()));
        }
        Ok(Self(given))
    }

    /// The value of a parameter.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(given, _)| given == name).map(|(_, value)| value.as_str())
    }

    /// The part of a list that is asked for by `limit` and `offset`.
    pub(super) fn cut<T>(&self, items: Vec<T>) -> Result<super::Listing<T>, Problem> {
        let limit = self.number("limit", 1, LIMIT_MAX)?.unwrap_or(LIMIT);
        let offset = self.number("offset", 0, 1_000_000)?.unwrap_or(0);
        Ok(super::Listing { total: items.len(), items: items.into_iter().skip(offset).take(limit).collect() })
    }

    fn number(&self, name: &str, least: usize, most: usize) -> Result<Option<usize>, Problem> {
        let Some(value) = self.get(name) else { return Ok(None) };
        let digits = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit());
        match value.parse().ok().filter(|n| digits && (least..=most).contains(n)) {
            Some(n) => Ok(Some(n)),
            None => Err(Problem::parameter(
                format!("{name} är ”{}”.", short(value)),
                format!("Skriv ett heltal från {least} till {most}."),
            )),
        }
    }
}

/// The beginning of a text that came from outside.
pub(super) fn short(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(40).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cut(query: &str) -> Result<(usize, Vec<usize>), String> {
        let told = |problem: Problem| serde_json::to_string(&problem).unwrap();
        let params = Params::read(Some(query), &["limit", "offset", "lan"]).map_err(told)?;
        let listing = params.cut((0..5).collect()).map_err(told)?;
        Ok((listing.total, listing.items))
    }

    #[test]
    fn a_list_is_cut_and_tells_its_length() {
        assert_eq!(cut("limit=2&offset=1").unwrap(), (5, vec![1, 2]));
        assert_eq!(cut("offset=9").unwrap(), (5, vec![]));
        assert_eq!(cut("").unwrap().1.len(), 5);
    }

    #[test]
    fn a_wrong_parameter_is_named_with_what_to_do() {
        for (query, named) in [
            ("limit=0", "1 till 1000"),
            ("limit=+5", "heltal"),
            ("offset=-1", "heltal"),
            ("limit=1&limit=2", "två gånger"),
            ("lön=1", "limit, offset, lan"),
            (&format!("lan={}", "a".repeat(101)), "högst 100"),
        ] {
            let told = cut(query).unwrap_err();
            assert!(told.contains(named) && told.contains("\"status\":400"), "{query}: {told}");
        }
    }

    proptest! {
        #[test]
        fn no_query_is_anything_but_an_answer_or_a_400(query in ".{0,60}") {
            if let Err(told) = cut(&query) {
                prop_assert!(told.contains("\"status\":400"));
            }
        }
    }
}
