//! Wrong use of the command line: what was wrong and what to write instead, in the reader's language.

use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::{exit::Exit, output};
use crate::domain::{Lang, Text, both, say};

/// Prints help, version or the fault, and gives the exit code.
pub(super) fn report(error: &clap::Error, lang: Lang) -> Exit {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        // Help that is piped to `head` may be cut off: no fault.
        let _ = output::result(&error.render().to_string());
        return Exit::Done;
    }
    if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        output::note(error.render().to_string().trim_end());
    } else {
        output::note(&sentence(error, lang));
    }
    Exit::Usage
}

fn sentence(error: &clap::Error, lang: Lang) -> String {
    let get = |kind| error.get(kind).map(words).unwrap_or_default();
    let (arg, command) = (get(ContextKind::InvalidArg), get(ContextKind::InvalidSubcommand));
    let (value, prior) = (get(ContextKind::InvalidValue), get(ContextKind::PriorArg));
    let unknown = if command.is_empty() { &arg } else { &command };
    if let Some(told) = not_there_yet(unknown) {
        return told.of(lang).to_owned();
    }
    let mut lines = vec![match error.kind() {
        ErrorKind::UnknownArgument => say!(lang, "Flaggan {arg} finns inte.", "There is no flag {arg}."),
        ErrorKind::InvalidSubcommand => say!(lang, "Kommandot {command} finns inte.", "There is no command {command}."),
        ErrorKind::MissingSubcommand => {
            say!(lang, "Skriv vilket kommando du vill köra.", "Write which command you want to run.")
        }
        ErrorKind::MissingRequiredArgument => {
            let missing = arg.trim_end_matches('.');
            say!(lang, "Något saknas: {missing}.", "Something is missing: {missing}.")
        }
        ErrorKind::InvalidValue if value.is_empty() => {
            say!(lang, "{arg} behöver ett värde.", "{arg} needs a value.")
        }
        ErrorKind::InvalidValue => say!(lang, "{arg} kan inte vara ”{value}”.", "{arg} cannot be “{value}”."),
        ErrorKind::ValueValidation => {
            say!(lang, "”{value}” går inte att använda för {arg}.", "“{value}” cannot be used for {arg}.")
        }
        ErrorKind::ArgumentConflict if arg == prior => {
            say!(lang, "{arg} får bara stå en gång.", "{arg} may stand only once.")
        }
        ErrorKind::ArgumentConflict => {
            say!(lang, "{arg} går inte ihop med {prior}.", "{arg} does not go with {prior}.")
        }
        ErrorKind::TooManyValues => {
            say!(lang, "”{value}” är ett värde för mycket för {arg}.", "“{value}” is one value too many for {arg}.")
        }
        _ => error.render().to_string().trim_end().to_owned(),
    }];
    let suggested =
        [get(ContextKind::SuggestedArg), get(ContextKind::SuggestedSubcommand), get(ContextKind::SuggestedValue)];
    let choices = get(ContextKind::ValidValue);
    if let Some(suggested) = suggested.into_iter().find(|suggested| !suggested.is_empty()) {
        lines.push(say!(lang, "Menade du {suggested}?", "Did you mean {suggested}?"));
    } else if !choices.is_empty() {
        lines.push(say!(lang, "Välj något av: {choices}.", "Choose one of: {choices}."));
    } else if let Some(hint) = hint(&arg).filter(|_| error.kind() != ErrorKind::ArgumentConflict) {
        lines.push(hint.of(lang).to_owned());
    }
    lines.push(say!(
        lang,
        "Skriv hemkoll --help för att se allt som går.",
        "Write hemkoll --help to see all there is."
    ));
    lines.join("\n")
}

/// What the plans have and this version has not.
fn not_there_yet(name: &str) -> Option<Text> {
    Some(match name {
        "--deep" | "--install-deep" => both!(
            "Flaggan {name} finns inte än: hemkoll läser sidor utan webbläsare. Sidor som är tomma utan JavaScript blir \
             inte bedömda, och det sägs.",
            "There is no flag {name} yet: hemkoll reads pages without a browser. Pages that are empty without \
             JavaScript are not assessed, and it says so."
        ),
        _ => return None,
    })
}

/// What to write for a flag, by what its value is called in either language.
fn hint(arg: &str) -> Option<Text> {
    let name = arg.split_once('<')?.1.trim_end_matches(['.', '>']);
    Some(match name {
        "SEKUNDER" | "SECONDS" => {
            both!("Skriv ett antal sekunder, till exempel 1.5.", "Write a number of seconds, for example 1.5.")
        }
        "ANTAL" | "NUMBER" => both!("Skriv ett heltal, till exempel 60.", "Write a whole number, for example 60."),
        "BYTE" | "BYTES" => {
            both!("Skriv ett heltal, till exempel 10000000.", "Write a whole number, for example 10000000.")
        }
        "POÄNG" | "POINTS" => {
            both!("Skriv ett tal från 0 till 100, till exempel 60.", "Write a number from 0 to 100, for example 60.")
        }
        "DATUM" | "DATE" => both!(
            "Skriv år, månad och dag, till exempel 2028-12-31.",
            "Write year, month and day, for example 2028-12-31."
        ),
        "IP:PORT" => both!(
            "Skriv en IP-adress och en port, till exempel 127.0.0.1:8080.",
            "Write an IP address and a port, for example 127.0.0.1:8080."
        ),
        "WEBBADRESS" | "WEB-ADDRESS" => both!(
            "Skriv hela adressen, till exempel https://www.hedlunda.test/hemtjanst.",
            "Write the whole address, for example https://www.hedlunda.test/hemtjanst."
        ),
        "NAMN" | "NAME" => both!("Skriv ett namn. Det får inte vara tomt.", "Write a name. It must not be empty."),
        "KOD" | "CODE" => {
            both!(
                "Skriv länets två siffror eller namn, till exempel 12 eller Skåne.",
                "Write the county's two digits or name, for example 12 or Skåne."
            )
        }
        "DATABAS" | "DATABASE" => both!(
            "Skriv en fil, till exempel hemkoll.db, eller en server som postgres://namn@värd/databas.",
            "Write a file, for example hemkoll.db, or a server such as postgres://name@host/database."
        ),
        "KOD|NAMN" | "CODE|NAME" => {
            both!(
                "Skriv kommunens kod eller namn, till exempel Botkyrka.",
                "Write the kommun's code or name, for example Botkyrka."
            )
        }
        "FIL" | "FILE" | "MAPP" | "FOLDER" => both!("Skriv en sökväg.", "Write a path."),
        _ => return None,
    })
}

fn words(value: &ContextValue) -> String {
    match value {
        ContextValue::String(word) => word.clone(),
        ContextValue::Strings(words) => words.join(", "),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::help;

    fn said(line: &str, lang: Lang) -> String {
        let argv = std::iter::once("hemkoll").chain(line.split_whitespace());
        sentence(&help::command(lang).try_get_matches_from(argv).unwrap_err(), lang)
    }

    const LINES: [&str; 26] = [
        "audit --gapp 1",
        "audt",
        "check",
        "export --format xml",
        "audit --gap snabbt",
        "audit --gap",
        "score --round a --round b",
        "audit --round=",
        "audit --lan=",
        "audit --kommun=",
        "audit --page-budget -3",
        "audit --hosts 1.5",
        "audit --max-body 1e9",
        "check a.html --fail-under -1",
        "check a.html --fail-under 101",
        "check a.html --fail-under NaN",
        "purge --round 2026 --keep-until 2026-13-40",
        "serve --bind 127.0.0.1",
        "import --kommun 9001 --by Tuva --url hej sida.html",
        "verify --sample alla",
        "--db= doctor",
        "user",
        "user add",
        "user add Anna --role kung",
        "check a.html --deep",
        "doctor --install-deep",
    ];

    #[test]
    fn faults_are_said_in_swedish_with_what_to_write() {
        let said = LINES.map(|line| format!("$ hemkoll {line}\n{}", said(line, Lang::Sv)));
        insta::assert_snapshot!(said.join("\n\n"));
    }

    #[test]
    fn faults_are_said_in_english_with_what_to_write() {
        let said = LINES.map(|line| format!("$ hemkoll --lang en {line}\n{}", said(line, Lang::En)));
        insta::assert_snapshot!(said.join("\n\n"));
    }
}
