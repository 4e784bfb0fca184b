//! Phrases as text to phrases as numbers, through all check kinds.
//!
//! Place in the flow: head → **compiled checks** + phrase book → matcher, checks.
//! What must stay true: nothing but the phrases changes, so that a check kind reads its options in one form only.

use super::phrases::{PhraseBook, PhraseId};
use super::spec::{Check, Instead, LinkNeed, Need, Part, Statement};

type Compiled<T> = Result<T, String>;

/// Compiles a check; the error names the phrase.
pub(crate) fn check(check: &Check, book: &mut PhraseBook) -> Compiled<Check<PhraseId>> {
    Ok(match check {
        Check::Statement { either, partly, about } => Check::Statement {
            either: statements(either, book)?,
            partly: statements(partly, book)?,
            about: statements(about, book)?,
        },
        Check::Parts { part, pass, partial, about } => {
            Check::Parts { part: parts(part, book)?, pass: *pass, partial: *partial, about: statements(about, book)? }
        }
        Check::PageExists { min_words, partly } => {
            Check::PageExists { min_words: *min_words, partly: statements(partly, book)? }
        }
        Check::Distance { pass, partial } => Check::Distance { pass: *pass, partial: *partial },
        Check::LinkedFrom { from, either, tells } => {
            Check::LinkedFrom { from: from.clone(), either: statements(either, book)?, tells: statements(tells, book)? }
        }
        Check::Choice { offered, not_offered, vague } => Check::Choice {
            offered: statements(offered, book)?,
            not_offered: statements(not_offered, book)?,
            vague: statements(vague, book)?,
        },
        Check::Providers { ask, words, unless, field } => Check::Providers {
            ask: *ask,
            words: book.add_all(words)?,
            unless: book.add_all(unless)?,
            field: parts(field, book)?,
        },
        Check::YearlyAmount { amount, words, partly, open } => Check::YearlyAmount {
            amount: amount.clone(),
            words: book.add_all(words)?,
            partly: statements(partly, book)?,
            open: statements(open, book)?,
        },
        Check::Prices { pass, partial, words, unless } => {
            Check::Prices { pass: *pass, partial: *partial, words: book.add_all(words)?, unless: book.add_all(unless)? }
        }
        Check::Lix { pass, partial } => Check::Lix { pass: *pass, partial: *partial },
        Check::Address { direct, distant, per_words } => {
            Check::Address { direct: book.add_all(direct)?, distant: book.add_all(distant)?, per_words: *per_words }
        }
        Check::Terms { terms, explains } => {
            Check::Terms { terms: book.add_all(terms)?, explains: book.add_all(explains)? }
        }
        Check::Updated { pass_months, partial_months } => {
            Check::Updated { pass_months: *pass_months, partial_months: *partial_months }
        }
        Check::Stale { outdated, about } => {
            Check::Stale { outdated: statements(outdated, book)?, about: statements(about, book)? }
        }
        Check::BrokenLinks { pass, partial } => Check::BrokenLinks { pass: *pass, partial: *partial },
        Check::NotOnlyPdf { words, rules } => {
            Check::NotOnlyPdf { words: book.add_of_links(words)?, rules: rules.clone() }
        }
        Check::AccessibilityStatement { ask, link_words, part, pass, partial } => Check::AccessibilityStatement {
            ask: *ask,
            link_words: book.add_of_links(link_words)?,
            part: parts(part, book)?,
            pass: *pass,
            partial: *partial,
        },
        Check::Accessibility { partial, hinders } => {
            Check::Accessibility { partial: *partial, hinders: hinders.clone() }
        }
        Check::SameEverywhere { values } => Check::SameEverywhere { values: values.clone() },
        Check::Manual { reason, untested } => Check::Manual { reason: reason.clone(), untested: *untested },
    })
}

fn parts(parts: &[Part], book: &mut PhraseBook) -> Compiled<Vec<Part<PhraseId>>> {
    parts.iter().map(|part| Ok(Part { name: part.name.clone(), either: statements(&part.either, book)? })).collect()
}

/// Compiles what a page may have in place of the answer.
pub(crate) fn instead(from: &[Instead], book: &mut PhraseBook) -> Compiled<Vec<Instead<PhraseId>>> {
    let one = |known: &Instead| Ok(Instead { says: known.says.clone(), either: statements(&known.either, book)? });
    from.iter().map(one).collect()
}

/// Compiles statements.
pub(crate) fn statements(from: &[Statement], book: &mut PhraseBook) -> Compiled<Vec<Statement<PhraseId>>> {
    from.iter()
        .map(|statement| {
            Ok(Statement {
                within: statement.within,
                need: statement.need.iter().map(|need| self::need(need, book)).collect::<Compiled<_>>()?,
                unless: book.add_all(&statement.unless)?,
                unless_within: statement.unless_within,
                on: statement.on.clone(),
                striking: book.striking_number(format!("{:?} {:?}", statement.strikes(), statement.unless)),
            })
        })
        .collect()
}

fn need(need: &Need, book: &mut PhraseBook) -> Compiled<Need<PhraseId>> {
    let link = match &need.link {
        Some(link) => Some(LinkNeed {
            text: book.add_of_links(&link.text)?,
            to: link.to.iter().map(|to| to.to_lowercase()).collect(),
            file: link.file,
            external: link.external,
            anywhere: link.anywhere,
        }),
        None => None,
    };
    let same = (
        &need.any,
        &need.mention,
        &link,
        &need.fact,
        (need.shape, &need.unless),
        &need.not_after,
        need.not_in_heading,
        need.negated_too,
        need.only_in,
        need.weak_too,
    );
    let number = book.need_number(format!("{same:?}"));
    Ok(Need {
        number,
        any: book.add_all(&need.any)?,
        min: need.min,
        mention: need.mention.clone(),
        link,
        fact: need.fact.clone(),
        shape: need.shape,
        unless: book.add_all(&need.unless)?,
        not_after: need.not_after.iter().map(|word| word.to_lowercase()).collect(),
        not_in_heading: need.not_in_heading,
        negated_too: need.negated_too,
        only_in: need.only_in,
        weak_too: need.weak_too,
    })
}
