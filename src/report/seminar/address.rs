//! Addresses of the seminar's pages, below `seminarium/`.

/// Numbers of questions to choose among.
pub(super) const CHOICES: [usize; 4] = [3, 5, 8, 10];
/// When nothing is chosen.
const QUESTIONS: usize = 5;

/// A page of the seminar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Address {
    /// What it is, and how to run it.
    Start {
        /// Questions chosen.
        questions: usize,
    },
    /// The speaker's notes for so many questions.
    Notes(usize),
    /// A scene of a question.
    Scene {
        /// Questions chosen.
        questions: usize,
        /// Which of them, from 1.
        number: usize,
        /// The scene.
        scene: Scene,
    },
    /// The last screen.
    End(usize),
    /// Good examples, question by question.
    Tips,
    /// An audit step by step.
    Replay {
        /// Questions chosen, for the way on.
        questions: usize,
        /// Slug of the kommun; else one of the middle.
        kommun: Option<String>,
    },
}

/// The scenes of a question, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scene {
    /// The question.
    Question,
    /// A kommun's page, the words marked.
    Page,
    /// The answer.
    Answer,
    /// How another kommun writes.
    Others,
    /// A text in difficult words.
    Before,
    /// The same facts in ordinary words.
    After,
    /// How many answer? The audience guesses.
    Guess,
    /// How many do.
    Reveal,
}

impl Scene {
    /// All scenes in order.
    pub const ALL: [Self; 8] =
        [Self::Question, Self::Page, Self::Answer, Self::Others, Self::Before, Self::After, Self::Guess, Self::Reveal];

    /// The word in the address.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Question => "fraga",
            Self::Page => "sidan",
            Self::Answer => "svaret",
            Self::Others => "andra",
            Self::Before => "fore",
            Self::After => "efter",
            Self::Guess => "gissa",
            Self::Reveal => "facit",
        }
    }

    /// The word on the screen.
    pub(super) const fn label(self) -> &'static str {
        match self {
            Self::Question => "Frågan",
            Self::Page => "Sidan",
            Self::Answer => "Svaret",
            Self::Others => "Så skriver andra",
            Self::Before => "Före",
            Self::After => "Efter",
            Self::Guess => "Gissa",
            Self::Reveal => "Facit",
        }
    }
}

impl Address {
    /// The address for a path below `seminarium/` and the pairs of its query.
    pub fn parse(path: &str, pairs: &[(String, String)]) -> Option<Self> {
        let given = |wanted: &str| pairs.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str());
        let questions = given("fragor").and_then(number).unwrap_or(QUESTIONS);
        let parts: Vec<&str> = path.split('/').collect();
        match parts.as_slice() {
            [""] => Some(Self::Start { questions }),
            ["tips"] => Some(Self::Tips),
            ["granskning"] => {
                let kommun = given("kommun").filter(|slug| !slug.is_empty()).map(str::to_owned);
                Some(Self::Replay { questions, kommun })
            }
            [questions, "manus"] => Some(Self::Notes(number(questions)?)),
            [questions, "slut"] => Some(Self::End(number(questions)?)),
            [questions, at, scene] => {
                let scene = Scene::ALL.into_iter().find(|known| known.code() == *scene)?;
                let at = at.parse().ok().filter(|_| !at.starts_with(['0', '+']))?;
                Some(Self::Scene { questions: number(questions)?, number: at, scene })
            }
            _ => None,
        }
    }

    /// How many questions the seminar has.
    pub fn questions(&self) -> usize {
        match self {
            Self::Start { questions }
            | Self::Scene { questions, .. }
            | Self::Replay { questions, .. }
            | Self::Notes(questions)
            | Self::End(questions) => *questions,
            Self::Tips => QUESTIONS,
        }
    }
}

/// One of the numbers to choose among.
fn number(text: &str) -> Option<usize> {
    CHOICES.into_iter().find(|choice| choice.to_string() == text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_that_we_write_ourselves_lead_somewhere() {
        let parse = |path: &str| Address::parse(path, &[]);
        assert_eq!(parse(""), Some(Address::Start { questions: 5 }));
        let scene = Address::Scene { questions: 8, number: 2, scene: Scene::Before };
        assert_eq!(parse("8/2/fore"), Some(scene));
        for wrong in
            ["4/1/fraga", "5/01/fraga", "5/+1/fraga", "5/x/fraga", "5/1/svar", "5", "5/", "tips/", "5/1/fraga/", "//"]
        {
            assert_eq!(parse(wrong), None, "{wrong}");
        }
        let pairs = [("fragor".to_owned(), "10".to_owned()), ("kommun".to_owned(), "hedlunda".to_owned())];
        let replay = Address::Replay { questions: 10, kommun: Some("hedlunda".to_owned()) };
        assert_eq!(Address::parse("granskning", &pairs), Some(replay));
    }
}
