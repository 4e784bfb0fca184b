//! The examples at the foot of a command's help.
//!
//! What must stay true: every one of them is understood by the program as it stands; a test reads them all.

use crate::domain::Lang;

/// A command line, and what it does in Swedish and English.
struct Example(&'static str, &'static str, &'static str);

const EXAMPLES: &[(&str, &[Example])] = &[
    (
        "hemkoll",
        &[
            Example("hemkoll demo", "Se hur det ser ut, utan internet.", "See what it looks like, without internet."),
            Example(
                "hemkoll check sida.html --kommun Botkyrka",
                "Granska en sida innan du publicerar den.",
                "Check a page before you publish it.",
            ),
            Example("hemkoll audit --lan Dalarna", "Granska ett län.", "Audit a county."),
            Example("hemkoll help review", "Läs om ett kommando.", "Read about a command."),
        ],
    ),
    (
        "hemkoll audit",
        &[
            Example("hemkoll audit --lan Dalarna --dry-run", "Vad skulle läsas?", "What would be read?"),
            Example(
                "hemkoll audit --kommun Botkyrka --kommun Huddinge --round 2026",
                "Läs två kommuner till omgången 2026.",
                "Read two kommuner into the round 2026.",
            ),
            Example(
                "hemkoll audit --seeds kommuner.csv --user-agent-contact https://www.example.se/granskning",
                "Läs de kommuner som du har listat, och säg vem du är.",
                "Read the kommuner that you have listed, and say who you are.",
            ),
        ],
    ),
    (
        "hemkoll check",
        &[
            Example(
                "hemkoll check sida.html --kommun Botkyrka",
                "En sida, med de frågor som gäller Botkyrka.",
                "A page, with the questions that concern Botkyrka.",
            ),
            Example("hemkoll check -", "Klistra in ett utkast, avsluta med Ctrl-D.", "Paste a draft, end with Ctrl-D."),
            Example(
                "hemkoll check https://www.example.se/hemtjanst --format html > svar.html",
                "En sida på webben. Svaret blir en webbsida att skicka vidare.",
                "A page on the web. The answer is a web page to pass on.",
            ),
            Example(
                "hemkoll check public --standard wcag22-aa --format sarif",
                "Koden i en mapp med sidor.",
                "The code of a folder of pages.",
            ),
        ],
    ),
    (
        "hemkoll score",
        &[Example(
            "hemkoll score --round 2026 --rules mina-regler",
            "Bedöm en omgång igen med dina regler.",
            "Judge a round again by your rules.",
        )],
    ),
    (
        "hemkoll diff",
        &[
            Example("hemkoll diff 2025 2026", "Vad ändrades mellan två omgångar?", "What changed between two rounds?"),
            Example(
                "hemkoll diff 2026 --rules mina-regler",
                "Vad skulle dina regler ändra?",
                "What would your rules change?",
            ),
        ],
    ),
    (
        "hemkoll export",
        &[
            Example(
                "hemkoll export --format xlsx --out svar.xlsx",
                "Den senaste omgången som Excel-fil.",
                "The newest round as an Excel file.",
            ),
            Example(
                "hemkoll export --round 2026 --format wacz --out arkiv.wacz",
                "Arkivet bakom svaren.",
                "The archive behind the answers.",
            ),
        ],
    ),
    (
        "hemkoll import",
        &[Example(
            "hemkoll import --kommun Botkyrka --by \"Ada Exempel\" sida.mhtml",
            "En sida som du har sparat i din webbläsare.",
            "A page that you have saved in your browser.",
        )],
    ),
    (
        "hemkoll review",
        &[
            Example("hemkoll review list --kommun Botkyrka", "Vad är kvar att avgöra?", "What is left to settle?"),
            Example(
                "hemkoll review list --format csv > ark.csv",
                "Ett ark att fylla i. Läs sedan in det:",
                "A sheet to fill in. Then take it in:",
            ),
            Example("hemkoll review import ark.csv --by \"Ada Exempel\"", "", ""),
        ],
    ),
    (
        "hemkoll review decide",
        &[
            Example(
                "hemkoll review decide --kommun Botkyrka --rule kontakt-telefontid --outcome ja \\\n    --by \"Ada Exempel\" --reason \"Tiden står vid numret.\" --quote \"vardagar 9–11\"",
                "Ja: orden på sidan och varför.",
                "Yes: the words on the page, and why.",
            ),
            Example(
                "hemkoll review decide --kommun Botkyrka --rule kontakt-jour --outcome nej \\\n    --by \"Ada Exempel\" --reason \"Jag letade efter ett journummer på alla sidor.\"",
                "Nej: vad du letade efter.",
                "No: what you looked for.",
            ),
        ],
    ),
];

/// The examples of a command, in lines; none for most.
pub(super) fn of(path: &str, lang: Lang) -> Option<String> {
    let (_, examples) = EXAMPLES.iter().find(|(command, _)| *command == path)?;
    let lines = examples.iter().map(|Example(line, sv, en)| match lang.of(sv, en) {
        "" => format!("  {line}"),
        told => format!("  {line}\n      {told}"),
    });
    Some(lines.collect::<Vec<_>>().join("\n"))
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;

    use super::*;
    use crate::cli::help;

    /// A line as a shell cuts it: quotes hold words together, a backslash joins lines, what is redirected is gone.
    fn words(line: &str) -> Vec<OsString> {
        let line = line.replace("\\\n", " ");
        let line = line.split(" > ").next().unwrap_or_default();
        let parts = line.split('"').enumerate();
        let cut = parts.flat_map(|(n, part)| if n % 2 == 1 { vec![part] } else { part.split_whitespace().collect() });
        cut.map(OsString::from).collect()
    }

    #[test]
    fn every_example_is_understood() {
        for Example(line, ..) in EXAMPLES.iter().flat_map(|(_, examples)| *examples) {
            let argv = help::spelt_out(words(line));
            let read = help::command(Lang::Sv).try_get_matches_from(argv);
            let told = read.as_ref().err().filter(|fault| fault.kind() != clap::error::ErrorKind::DisplayHelp);
            assert!(told.is_none(), "{line}: {told:?}");
        }
    }

    #[test]
    fn every_example_stands_under_a_command() {
        for (path, _) in EXAMPLES {
            let mut command = help::command(Lang::Sv);
            for name in path.split(' ').skip(1) {
                command = command.find_subcommand(name).unwrap_or_else(|| panic!("{path}")).clone();
            }
            assert!(command.get_after_help().is_some(), "{path}");
        }
    }
}
