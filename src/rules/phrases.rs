//! The phrase notation of rule files: read once, matched word by word.
//!
//! Place in the flow: rule file → **phrases** → matcher.
//! What must stay true: `telefontid*` begins so, `*avgift` ends so, `*larm*` holds, `du kan … välja` allows 0–3 words,
//! `cs:LOV` minds case, `~ansöka` any inflection; the same phrase written in two rules is one phrase.

use std::collections::{HashMap, HashSet};

use rust_stemmers::{Algorithm, Stemmer};

use super::words::Text;

/// Words that a gap `…` can hold.
pub(crate) const GAP_WORDS: usize = 3;

/// Fewest letters beside a star in a phrase of one word: shorter ones misfire ("kr*" in "krav").
const STAR_LETTERS: usize = 3;

/// Number of a phrase in a [`PhraseBook`].
pub(crate) type PhraseId = u32;

/// What one word must be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct WordPattern {
    /// Lower-cased letters; the stem where `stem` is set.
    pub text: String,
    /// The letters as written, where case counts.
    pub cased: Option<String>,
    /// Anything may stand before (`*avgift`).
    pub open_start: bool,
    /// Anything may stand after (`avgift*`).
    pub open_end: bool,
    /// Any inflection.
    pub stem: bool,
}

impl WordPattern {
    /// Whether a word of a text fits.
    pub(crate) fn fits(&self, text: &Text<'_>, at: usize, stemmer: &Stemmer) -> bool {
        let word = text.word(at);
        if self.stem {
            return word.starts_with(&self.text) && stemmer.stem(word) == self.text.as_str();
        }
        match &self.cased {
            Some(cased) => fits(cased, text.raw(at), self.open_start, self.open_end),
            None => fits(&self.text, word, self.open_start, self.open_end),
        }
    }
}

fn fits(pattern: &str, word: &str, open_start: bool, open_end: bool) -> bool {
    match (open_start, open_end) {
        (false, false) => word == pattern,
        (false, true) => word.starts_with(pattern),
        (true, false) => word.ends_with(pattern),
        (true, true) => word.contains(pattern),
    }
}

/// A phrase: runs of words with gaps between the runs.
#[derive(Clone, Debug)]
pub(crate) struct Phrase {
    /// As written.
    pub written: String,
    /// At least one run, each of at least one word.
    pub runs: Vec<Vec<WordPattern>>,
    /// Holds a negation itself, so that the guard against negations leaves it alone.
    pub negative: bool,
}

impl Phrase {
    /// Words without the gaps.
    pub(crate) fn word_count(&self) -> usize {
        self.runs.iter().map(Vec::len).sum()
    }
}

/// Swedish Snowball.
pub(crate) fn stemmer() -> Stemmer {
    Stemmer::create(Algorithm::Swedish)
}

/// Reads one phrase; the error says what to write instead.
pub(crate) fn parse(written: &str) -> Result<Phrase, String> {
    let (cased, rest) = match written.trim().strip_prefix("cs:") {
        Some(rest) => (true, rest),
        None => (false, written.trim()),
    };
    let stemmer = stemmer();
    let mut runs = Vec::new();
    for part in rest.replace("...", "…").split('…') {
        let mut run = Vec::new();
        for word in part.split_whitespace() {
            read_word(word, cased, &stemmer, &mut run).map_err(|why| format!("frasen ”{written}”: {why}"))?;
        }
        if run.is_empty() {
            return Err(format!("frasen ”{written}” saknar ord före eller efter …, eller är tom"));
        }
        runs.push(run);
    }
    if let [run] = runs.as_slice()
        && let [word] = run.as_slice()
        && (word.open_start || word.open_end)
        && word.text.chars().count() < STAR_LETTERS
    {
        return Err(format!("frasen ”{written}” har för få bokstäver vid stjärnan: minst {STAR_LETTERS}"));
    }
    let negative = runs.iter().flatten().any(|word| super::negation::is_negation(&word.text));
    Ok(Phrase { written: written.to_owned(), runs, negative })
}

fn read_word(written: &str, cased: bool, stemmer: &Stemmer, run: &mut Vec<WordPattern>) -> Result<(), String> {
    let (stem, rest) = match written.strip_prefix('~') {
        Some(rest) => (true, rest),
        None => (false, written),
    };
    let open_start = rest.starts_with('*');
    let open_end = rest.ends_with('*') && rest.len() > 1;
    let core = rest.trim_matches('*');
    if core.contains('*') {
        return Err("en stjärna får stå först eller sist i ett ord, inte inuti".to_owned());
    }
    let mut text = Text::default();
    text.push(core);
    let count = text.words.len();
    if count == 0 {
        return if open_start {
            Err("en stjärna ensam är inget ord: skriv … för 0–3 ord".to_owned())
        } else {
            // A lone sign such as "/" or "-" stands for nothing on either side.
            Ok(())
        };
    }
    for index in 0..count {
        let word = text.word(index);
        let (first, last) = (index == 0, index + 1 == count);
        let pattern = WordPattern {
            text: if stem { stemmer.stem(word).into_owned() } else { word.to_owned() },
            cased: cased.then(|| text.raw(index).to_owned()),
            open_start: open_start && first,
            open_end: open_end && last,
            stem,
        };
        run.push(pattern);
    }
    Ok(())
}

/// All phrases of a rule set, each once.
#[derive(Debug, Default)]
pub(crate) struct PhraseBook {
    /// The phrases; [`PhraseId`] is the index.
    pub phrases: Vec<Phrase>,
    by_text: HashMap<String, PhraseId>,
    of_links: HashSet<PhraseId>,
    needs: HashMap<String, usize>,
    striking: HashMap<String, usize>,
}

impl PhraseBook {
    /// The number of a phrase, added when it is new.
    pub(crate) fn add(&mut self, written: &str) -> Result<PhraseId, String> {
        if let Some(&id) = self.by_text.get(written) {
            return Ok(id);
        }
        let phrase = parse(written)?;
        let id = PhraseId::try_from(self.phrases.len()).map_err(|_| "för många fraser".to_owned())?;
        self.phrases.push(phrase);
        self.by_text.insert(written.to_owned(), id);
        Ok(id)
    }

    /// The number of a need with this text, so that equal needs are looked for once a page.
    pub(crate) fn need_number(&mut self, text: String) -> usize {
        let next = self.needs.len();
        *self.needs.entry(text).or_insert(next)
    }

    /// The number of what strikes with this text, so that equal ones are looked for once a page.
    pub(crate) fn striking_number(&mut self, text: String) -> usize {
        let next = self.striking.len();
        *self.striking.entry(text).or_insert(next)
    }

    /// How many different ways to strike there are.
    pub(crate) fn striking_count(&self) -> usize {
        self.striking.len()
    }

    /// How many different needs there are.
    pub(crate) fn need_count(&self) -> usize {
        self.needs.len()
    }

    /// The numbers of several phrases.
    pub(crate) fn add_all(&mut self, written: &[String]) -> Result<Vec<PhraseId>, String> {
        written.iter().map(|phrase| self.add(phrase)).collect()
    }

    /// The numbers of several phrases that are asked of the texts of links.
    pub(crate) fn add_of_links(&mut self, written: &[String]) -> Result<Vec<PhraseId>, String> {
        let phrases = self.add_all(written)?;
        self.of_links.extend(&phrases);
        Ok(phrases)
    }

    /// Whether a phrase is asked of the texts of links.
    pub(crate) fn asked_of_links(&self, phrase: PhraseId) -> bool {
        self.of_links.contains(&phrase)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notation_is_read() {
        let phrase = parse("du kan … ~välja e-tjänst*").unwrap();
        assert_eq!(phrase.runs.len(), 2);
        assert_eq!(phrase.word_count(), 5);
        assert!(phrase.runs[1][0].stem && phrase.runs[1][2].open_end && !phrase.runs[1][1].open_end);
        assert_eq!(parse("cs:LOV").unwrap().runs[0][0].cased.as_deref(), Some("LOV"));
        assert!(parse("kan inte välja").unwrap().negative);
    }

    #[test]
    fn what_cannot_be_meant_is_refused() {
        for bad in ["", "…", "inom * veckor", "kr*", "an*sökan", "du kan …"] {
            assert!(parse(bad).is_err(), "{bad}");
        }
    }
}
