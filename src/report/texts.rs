//! What the rule set says to people, in the shape that pages and exports need.
//!
//! Place in the flow: rule set → **texts** → every page, export and terminal table.
//! What must stay true: name, owner, official or not and disclaimer come from the set, never from code.

use crate::domain::{Outcome, Tri};
use crate::rules::spec::{self, Check, SourceKind, Status};
use crate::rules::{Rule, RuleSet, heading_of};

use super::lang::{Lang, Words, say};

/// The rule set as people read it.
#[derive(Clone, Debug, Default)]
pub struct SetTexts {
    /// The set's name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// Who answers for it.
    pub owner: String,
    /// Whether the scores may be called the owner's official index.
    pub official: bool,
    /// Shown wherever a score is.
    pub disclaimer: String,
    /// The same in English.
    pub disclaimer_en: String,
    /// Dimensions in the order shown.
    pub dimensions: Vec<DimensionTexts>,
    /// Rules in the set's order.
    pub rules: Vec<RuleTexts>,
}

/// A dimension as people read it.
#[derive(Clone, Debug, Default)]
pub struct DimensionTexts {
    /// Id.
    pub id: String,
    /// Swedish name.
    pub name: String,
    /// English name.
    pub name_en: String,
    /// Weight of 100.
    pub weight: f64,
}

/// A rule as people read it.
#[derive(Clone, Debug, Default)]
pub struct RuleTexts {
    /// Id.
    pub id: String,
    /// The question as a senior asks it.
    pub title: String,
    /// The same in English.
    pub title_en: String,
    /// Dimension id.
    pub dimension: String,
    /// Most points of 100 that it can give; 0 = information only.
    pub weight: f64,
    /// Who can mend it.
    pub owner: Owner,
    /// Minutes it usually takes to mend.
    pub minutes: u32,
    /// Whether it concerns only kommuner where one can choose a provider (LOV).
    pub only_with_choice: bool,
    /// Rule that must be answered first.
    pub requires: Option<String>,
    /// Whether its evidence is words that answer, and not words that a measure was taken of.
    pub in_words: bool,
    /// The sentence when it is missing.
    pub absent: String,
    /// Completes «Vi letade efter …».
    pub looked_for: String,
    /// What is reviewed, in a paragraph (Markdown).
    pub intro: String,
    /// Why it matters (Markdown).
    pub why: String,
    /// What to do (Markdown).
    pub tip: String,
    /// Text ready to paste; `[…]` marks what the writer fills in.
    pub paste: String,
    /// Where the demand comes from.
    pub sources: Vec<SourceTexts>,
    /// Examples in the order of the file.
    pub examples: Vec<ExampleTexts>,
}

/// Who can mend a fault.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Owner {
    /// The web editor, now.
    #[default]
    Redaktor,
    /// The care organisation must first decide or tell.
    Verksamhet,
    /// The web supplier.
    Leverantor,
}

impl Owner {
    /// Who it is, on a tip.
    pub const fn who(self, lang: Lang) -> &'static str {
        match self {
            Self::Redaktor => lang.of("Du kan göra det nu", "The editor can do it now"),
            Self::Verksamhet => lang.of("Fråga verksamheten", "Ask the home care service"),
            Self::Leverantor => lang.of("Fråga webbleverantören", "Ask the web supplier"),
        }
    }
}

/// A source as people read it.
#[derive(Clone, Debug, Default)]
pub struct SourceTexts {
    /// `Lag`, `Indikator` …
    pub kind: String,
    /// The same in English.
    pub kind_en: String,
    /// The act, indicator or page in words.
    pub reference: String,
    /// Where it can be read; empty if nowhere.
    pub url: String,
}

/// An example as people read it.
#[derive(Clone, Debug)]
pub struct ExampleTexts {
    /// `Godkänns`, `Delvis` …
    pub heading: String,
    /// The outcome that the rule must come to.
    pub expected: Outcome,
    /// What it shows.
    pub caption: String,
    /// The code of its pages.
    pub pages: Vec<String>,
}

impl From<&RuleSet> for SetTexts {
    /// The texts of a set. Retired rules are left out: they are no longer judged.
    fn from(set: &RuleSet) -> Self {
        let head = set.head();
        let dimension = |d: &spec::Dimension| DimensionTexts {
            id: d.id.clone(),
            name: d.name.clone(),
            name_en: d.name_en.clone(),
            weight: d.weight,
        };
        let judged = set.rules().iter().filter(|rule| rule.head.status != Status::Retired);
        Self {
            name: head.name.clone(),
            version: head.version.clone(),
            owner: head.owner.clone(),
            official: head.official,
            disclaimer: head.disclaimer.clone(),
            disclaimer_en: head.disclaimer_en.clone(),
            dimensions: head.dimension.iter().map(dimension).collect(),
            rules: judged.map(|rule| rule_texts(rule, set.weight_of(&rule.head.id))).collect(),
        }
    }
}

fn rule_texts(rule: &Rule, weight: f64) -> RuleTexts {
    let Rule { head, body, .. } = rule;
    RuleTexts {
        id: head.id.clone(),
        title: head.title.clone(),
        title_en: head.title_en.clone(),
        dimension: head.dimension.clone(),
        weight,
        owner: match head.owner {
            spec::Owner::Redaktor => Owner::Redaktor,
            spec::Owner::Verksamhet => Owner::Verksamhet,
            spec::Owner::Leverantor => Owner::Leverantor,
        },
        minutes: head.minutes,
        only_with_choice: head.applies.as_ref().is_some_and(|need| need.name == "lov" && need.is == Tri::Yes),
        requires: head.requires.clone(),
        in_words: !matches!(
            head.check,
            Check::Lix { .. } | Check::Address { .. } | Check::Terms { .. } | Check::Accessibility { .. }
        ),
        absent: head.absent.clone(),
        looked_for: head.looked_for.clone(),
        intro: body.intro.clone(),
        why: body.why.clone(),
        tip: body.tip.clone(),
        paste: body.paste.clone().unwrap_or_default(),
        sources: head.source.iter().map(source_texts).collect(),
        examples: body
            .examples
            .iter()
            .map(|example| ExampleTexts {
                heading: heading_of(example.expected).to_owned(),
                expected: example.expected,
                caption: example.caption.clone(),
                pages: example.pages.iter().map(|page| page.html.trim().to_owned()).collect(),
            })
            .collect(),
    }
}

fn source_texts(source: &spec::Source) -> SourceTexts {
    let (kind, kind_en) = match source.kind {
        SourceKind::Lag => ("Lag", "Law"),
        SourceKind::Indikator => ("Indikator", "Indicator"),
        SourceKind::Wcag => ("WCAG", "WCAG"),
        SourceKind::Praxis => ("Praxis", "Practice"),
        SourceKind::Forslag => ("Vårt förslag", "Our proposal"),
    };
    SourceTexts {
        kind: kind.to_owned(),
        kind_en: kind_en.to_owned(),
        reference: source.reference.clone(),
        url: source.url.clone().unwrap_or_default(),
    }
}

impl SetTexts {
    /// A rule by id.
    pub fn rule(&self, id: &str) -> Option<&RuleTexts> {
        self.rules.iter().find(|rule| rule.id == id)
    }

    /// A dimension's Swedish name; its id when the set does not have it.
    pub fn dimension_name<'a>(&'a self, id: &'a str) -> &'a str {
        self.dimensions.iter().find(|d| d.id == id).map_or(id, |d| d.name.as_str())
    }

    /// Questions that give points.
    pub fn counting(&self) -> usize {
        self.rules.iter().filter(|rule| rule.weight > 0.0).count()
    }

    /// The disclaimer in a language.
    pub fn disclaimer_in(&self, lang: Lang) -> &str {
        lang.of(&self.disclaimer, &self.disclaimer_en)
    }

    /// Who stands behind the score, in a few sentences.
    pub(super) fn signature(&self, lang: Lang) -> Words {
        let Self { name, version, owner, .. } = self;
        let standing = if self.official {
            lang.of("De är officiella.", "They are official.")
        } else {
            lang.of("De är ett förslag, inte ett officiellt index.", "They are a proposal, not an official index.")
        };
        Words::new(lang)
            .ours(lang.of("Reglerna heter", "The rules are called"))
            .swedish(name)
            .close(&say!(lang, ", version {version}.", ", version {version}."))
            .swedish(owner)
            .ours(lang.of("ansvarar för dem.", "answers for them."))
            .ours(standing)
    }
}

impl DimensionTexts {
    /// Its name in a language.
    pub fn name_in(&self, lang: Lang) -> &str {
        lang.of(&self.name, &self.name_en)
    }
}

impl RuleTexts {
    /// The question in a language.
    pub fn title_in(&self, lang: Lang) -> &str {
        lang.of(&self.title, &self.title_en)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_set_has_all_its_texts() {
        let set = SetTexts::from(&RuleSet::embedded());
        assert!(!set.name.is_empty() && !set.owner.is_empty());
        for lang in Lang::ALL {
            assert!(!set.disclaimer_in(lang).is_empty());
            assert!(set.dimensions.iter().all(|dimension| !dimension.name_in(lang).is_empty()));
            assert!(set.rules.iter().all(|rule| rule.title_in(lang).ends_with('?')));
        }
        for rule in &set.rules {
            assert!(set.dimensions.iter().any(|d| d.id == rule.dimension), "{}", rule.id);
            assert!(!rule.tip.is_empty() && !rule.absent.is_empty() && !rule.sources.is_empty(), "{}", rule.id);
        }
        let sum: f64 = set.rules.iter().map(|rule| rule.weight).sum();
        assert!(sum <= 100.0 + 1e-9, "{sum}");
    }
}
