//! Wrong use of the command line, said in Swedish: what was wrong and what to write instead.

use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::{args::Lang, exit::Exit, output};

/// Prints help, version or the fault, and gives the exit code.
pub(super) fn report(error: &clap::Error, lang: Lang) -> Exit {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        // Help that is piped to `head` may be cut off: no fault.
        let _ = output::result(&error.render().to_string());
        return Exit::Done;
    }
    if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand || lang == Lang::En {
        output::note(error.render().to_string().trim_end());
    } else {
        output::note(&sentence(error));
    }
    Exit::Usage
}

fn sentence(error: &clap::Error) -> String {
    let get = |kind| error.get(kind).map(words).unwrap_or_default();
    let arg = get(ContextKind::InvalidArg);
    let value = get(ContextKind::InvalidValue);
    let what = match error.kind() {
        ErrorKind::UnknownArgument => format!("Flaggan {arg} finns inte."),
        ErrorKind::InvalidSubcommand => format!("Kommandot {} finns inte.", get(ContextKind::InvalidSubcommand)),
        ErrorKind::MissingSubcommand => "Skriv vilket kommando du vill köra.".to_owned(),
        ErrorKind::MissingRequiredArgument => format!("Något saknas: {}.", arg.trim_end_matches('.')),
        ErrorKind::InvalidValue if value.is_empty() => format!("{arg} behöver ett värde."),
        ErrorKind::InvalidValue => format!("{arg} kan inte vara ”{value}”."),
        ErrorKind::ValueValidation => format!("”{value}” går inte att använda för {arg}."),
        ErrorKind::ArgumentConflict if arg == get(ContextKind::PriorArg) => format!("{arg} får bara stå en gång."),
        ErrorKind::ArgumentConflict => format!("{arg} går inte ihop med {}.", get(ContextKind::PriorArg)),
        ErrorKind::TooManyValues => format!("”{value}” är ett värde för mycket för {arg}."),
        _ => error.render().to_string().trim_end().to_owned(),
    };
    let suggested =
        [get(ContextKind::SuggestedArg), get(ContextKind::SuggestedSubcommand), get(ContextKind::SuggestedValue)];
    let choices = get(ContextKind::ValidValue);
    let mut lines = vec![what];
    if let Some(suggested) = suggested.into_iter().find(|suggested| !suggested.is_empty()) {
        lines.push(format!("Menade du {suggested}?"));
    } else if !choices.is_empty() {
        lines.push(format!("Välj något av: {choices}."));
    }
    lines.push("Skriv hemkoll --help för att se allt som går.".to_owned());
    lines.join("\n")
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

    fn said(line: &str) -> String {
        let argv = std::iter::once("hemkoll").chain(line.split_whitespace());
        sentence(&help::command(Lang::Sv).try_get_matches_from(argv).unwrap_err())
    }

    #[test]
    fn faults_are_said_in_swedish_with_what_to_write() {
        let lines = [
            "audit --gapp 1",
            "audt",
            "check",
            "export --format xml",
            "audit --gap snabbt",
            "audit --gap",
            "score --round a --round b",
        ];
        let said: Vec<_> = lines.iter().map(|line| format!("$ hemkoll {line}\n{}", said(line))).collect();
        insta::assert_snapshot!(said.join("\n\n"));
    }
}
