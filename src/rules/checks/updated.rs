//! A visible date that says when the page was last updated. "Gäller från" is no such date.

use jiff::civil::Date;

use super::{shown, verdict};
use crate::domain::{Outcome, PageVerdict};
use crate::page::model::DateLabel;
use crate::page::{Mention, MentionKind, Region};
use crate::rules::reading::Reading;

pub(super) fn on_page(reading: &Reading<'_>, pass_months: u32, partial_months: u32) -> PageVerdict {
    let page = reading.page;
    let today = reading.context.today;
    let newest = |labels: &[DateLabel]| -> Option<(Date, &Mention)> {
        page.mentions
            .iter()
            .filter(|m| {
                let block = &page.blocks[m.block];
                !block.hidden && (block.region.is_content() || block.region == Region::DateBlock)
            })
            .filter_map(|m| match m.kind {
                MentionKind::Date { date, label } if labels.contains(&label) && date <= today => Some((date, m)),
                _ => None,
            })
            .max_by_key(|(date, m)| (*date, std::cmp::Reverse(m.block)))
    };
    let found = newest(&[DateLabel::Updated, DateLabel::Reviewed]).or_else(|| newest(&[DateLabel::Published]));
    let Some((date, mention)) = found else {
        let note = match page.meta.modified {
            Some(_) => "Sidans kod har ett datum, men det syns inte för den som läser.".to_owned(),
            None => String::new(),
        };
        return PageVerdict { note, ..verdict(Outcome::Failed) };
    };
    let evidence = reading.quote(mention.block, std::slice::from_ref(&mention.range));
    let age = months(date, today);
    let mut answer = if age <= pass_months {
        shown(Outcome::Passed, vec![evidence])
    } else if age <= partial_months {
        let note = format!("Datumet är mer än {} månader gammalt.", age - 1);
        PageVerdict { note, ..shown(Outcome::Partial, vec![evidence]) }
    } else {
        let note = format!("Sidan visar ett datum, men det är {} år gammalt.", age / 12);
        PageVerdict { note, nearest: Some(evidence), ..verdict(Outcome::Failed) }
    };
    answer.values.insert("uppdaterad".to_owned(), date.to_string());
    answer
}

/// Whole months begun between two days: 12 until the same day next year.
fn months(from: Date, to: Date) -> u32 {
    let months = (i32::from(to.year()) - i32::from(from.year())) * 12 + i32::from(to.month()) - i32::from(from.month());
    let begun = months + i32::from(to.day() > from.day());
    u32::try_from(begun).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::months;

    #[test]
    fn a_year_is_twelve_months_to_the_day() {
        assert_eq!(months(date(2025, 8, 16), date(2026, 8, 16)), 12);
        assert_eq!(months(date(2025, 8, 15), date(2026, 8, 16)), 13);
        assert_eq!(months(date(2026, 8, 16), date(2026, 8, 16)), 0);
    }
}
