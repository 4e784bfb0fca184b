//! The running order: an hour, minute by minute.
//!
//! What must stay true: it is an hour whatever is chosen, and no part has less than three minutes.

/// Minutes of the whole seminar.
const HOUR: usize = 60;
const WELCOME: usize = 5;
const AUDIT: usize = 8;
/// Shared by the questions.
const QUESTIONS: usize = 35;
const LESSONS: usize = 5;

/// A part of the seminar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Item {
    /// `5–13`
    pub(super) minutes: String,
    /// What it is.
    pub(super) what: String,
    /// Address below `seminarium/`; empty for what has no screen.
    pub(super) path: String,
}

/// The parts in order: `titles` are those of the questions, `wanted` how many were chosen.
pub(super) fn order(wanted: usize, titles: &[&str]) -> Vec<Item> {
    let each = QUESTIONS / titles.len().max(1);
    let question = |(at, title): (usize, &&str)| (each, (*title).to_owned(), format!("{wanted}/{}/fraga", at + 1));
    let mut parts = vec![
        (WELCOME, "Välkommen: vad seniorer frågar, och vad det här inte är".to_owned(), String::new()),
        (AUDIT, "Så går en granskning till, steg för steg".to_owned(), format!("granskning?fragor={wanted}")),
    ];
    parts.extend(titles.iter().enumerate().map(question));
    parts.push((LESSONS, "Tips från kommuner som lyckas, och checklistan".to_owned(), format!("{wanted}/slut")));
    let used: usize = parts.iter().map(|(minutes, ..)| minutes).sum();
    parts.push((HOUR.saturating_sub(used), "Deltagarnas frågor".to_owned(), String::new()));
    let mut from = 0;
    parts
        .into_iter()
        .map(|(minutes, what, path)| {
            let item = Item { minutes: format!("{from}–{}", from + minutes), what, path };
            from += minutes;
            item
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::address::CHOICES;
    use super::*;

    #[test]
    fn every_choice_makes_an_hour_without_hurry() {
        for count in CHOICES.into_iter().chain([0, 1, 2]) {
            let items = order(count, &vec!["Fråga?"; count]);
            let ends: Vec<(usize, usize)> = items
                .iter()
                .map(|item| item.minutes.split_once('–').unwrap())
                .map(|(a, b)| (a.parse().unwrap(), b.parse().unwrap()))
                .collect();
            assert_eq!((ends[0].0, ends.last().unwrap().1), (0, HOUR));
            assert!(ends.iter().all(|(from, to)| to - from >= 3), "{ends:?}");
            assert!(ends.windows(2).all(|pair| pair[0].1 == pair[1].0));
        }
    }
}
