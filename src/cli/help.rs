//! The command with help in one language, its headings and defaults included.

use std::ffi::OsString;

use clap::{Arg, Command, CommandFactory as _, builder::PossibleValue};

use super::{args::Cli, english, examples};
use crate::domain::Lang;

/// The language that `--lang` asks for, before the arguments are read, since help is printed while reading them.
pub(super) fn wanted_language(argv: &[OsString]) -> Lang {
    let words: Vec<_> = argv.iter().filter_map(|word| word.to_str()).collect();
    let spaced = words.windows(2).any(|pair| pair == ["--lang", "en"]);
    if spaced || words.contains(&"--lang=en") { Lang::En } else { Lang::Sv }
}

/// `hemkoll help audit` as `hemkoll audit --help`: the help that clap writes by itself is in English alone.
pub(super) fn spelt_out(mut argv: Vec<OsString>) -> Vec<OsString> {
    let is_language = |word: &OsString| word == "sv" || word == "en" || word.to_string_lossy().starts_with("--lang");
    let first = argv.iter().skip(1).position(|word| !is_language(word)).map(|at| at + 1);
    if let Some(at) = first.filter(|&at| argv[at] == "help") {
        argv.remove(at);
        argv.push("--help".into());
    }
    argv
}

/// The whole command with help texts in `lang`.
pub(super) fn command(lang: Lang) -> Command {
    let command = Cli::command();
    let command = if lang == Lang::En { english::translate(command) } else { command };
    dressed(command, &words(lang), lang)
}

/// The words that clap would else write in English.
struct Words {
    flags: &'static str,
    usage: &'static str,
    options: &'static str,
    arguments: &'static str,
    default: &'static str,
    choose: &'static str,
    examples: &'static str,
}

const fn words(lang: Lang) -> Words {
    match lang {
        Lang::Sv => Words {
            flags: "[FLAGGOR]",
            usage: "Användning",
            options: "Flaggor",
            arguments: "Argument",
            default: "standard",
            choose: "välj",
            examples: "Exempel",
        },
        Lang::En => Words {
            flags: "[OPTIONS]",
            usage: "Usage",
            options: "Options",
            arguments: "Arguments",
            default: "default",
            choose: "choose",
            examples: "Examples",
        },
    }
}

fn dressed(command: Command, words: &Words, lang: Lang) -> Command {
    fn each(command: Command, parent: &str, words: &Words, lang: Lang) -> Command {
        let path = format!("{parent} {}", command.get_name()).trim_start().to_owned();
        let template = format!("{{about-with-newline}}\n{}: {{usage}}\n\n{{all-args}}{{after-help}}", words.usage);
        let command = command.help_template(template).mut_args(|arg| dressed_arg(arg, words, lang));
        let command = match examples::of(&path, lang) {
            None => command,
            Some(examples) => command.after_help(format!("{}:\n{examples}", words.examples)),
        };
        command.mut_subcommands(|sub| each(sub, &path, words, lang))
    }
    let mut command = each(command, "", words, lang);
    command.build();
    with_usage(command, words.flags)
}

/// The usage line that clap would write, with our word for its `[OPTIONS]`.
fn with_usage(mut command: Command, flags: &str) -> Command {
    let usage = command.render_usage().to_string();
    let usage = usage.trim_start_matches("Usage: ").replace("[OPTIONS]", flags);
    command.override_usage(usage).mut_subcommands(|sub| with_usage(sub, flags))
}

fn dressed_arg(arg: Arg, words: &Words, lang: Lang) -> Arg {
    let mut help = arg.get_help().map(ToString::to_string).unwrap_or_default();
    let shown = arg.get_action().takes_values() && !arg.is_hide_possible_values_set();
    let choices = arg.get_possible_values();
    let told: Vec<_> = choices.iter().map(|choice| (choice.get_name(), meaning(&arg, choice, lang))).collect();
    let width = told.iter().map(|(name, _)| name.chars().count()).max().unwrap_or_default();
    let mut listed = String::new();
    if shown && !told.is_empty() && told.iter().all(|(_, meaning)| meaning.is_empty()) {
        let names: Vec<_> = told.iter().map(|(name, _)| *name).collect();
        help = format!("{help} [{}: {}]", words.choose, names.join(", "));
    } else if shown {
        // A mark before each: on a narrow screen a long meaning goes on below the name, and is no further choice.
        for (name, meaning) in &told {
            listed.push_str(&format!("\n- {name:<width$}  {meaning}"));
        }
    }
    let defaults: Vec<_> = arg.get_default_values().iter().map(|value| value.to_string_lossy()).collect();
    if !defaults.is_empty() && arg.get_action().takes_values() {
        help = format!("{help} [{}: {}]", words.default, defaults.join(", "));
    }
    let heading = match arg.get_help_heading() {
        _ if arg.is_positional() => words.arguments.to_owned(),
        Some(own) if own != "Flaggor" => own.to_owned(),
        _ => words.options.to_owned(),
    };
    let takes_values = arg.get_action().takes_values();
    let arg = arg.help(help + &listed).help_heading(heading);
    if !takes_values {
        return arg;
    }
    // `--gap -1` is a wrong number, not a flag that is missing.
    let numbers = !arg.is_positional();
    arg.hide_default_value(true).hide_possible_values(true).allow_negative_numbers(numbers)
}

/// What a choice of a flag means; empty where its name says it.
fn meaning(arg: &Arg, choice: &PossibleValue, lang: Lang) -> String {
    let swedish = choice.get_help().map(ToString::to_string).unwrap_or_default();
    match lang {
        _ if arg.get_id() == "lang" => String::new(),
        Lang::Sv => swedish,
        Lang::En => english::choice(&swedish).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use clap::ValueEnum as _;

    use super::*;
    use crate::cli::args::ExportFormat;

    /// The help of the program and of each command, as a person sees it.
    fn pages(lang: Lang) -> String {
        fn each(command: &mut Command, path: &str, pages: &mut String) {
            pages.push_str(&format!("──── {path}\n{}\n", command.render_help()));
            let names: Vec<_> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
            for name in names {
                let sub = command.find_subcommand_mut(&name).expect("just listed");
                each(sub, &format!("{path} {name}"), pages);
            }
        }
        let mut pages = String::new();
        let mut command = command(lang);
        command.build();
        each(&mut command, "hemkoll", &mut pages);
        pages
    }

    #[test]
    fn help_is_a_command_too() {
        let spelt = |line: &str| {
            let argv = spelt_out(line.split(' ').map(OsString::from).collect());
            argv.iter().map(|word| word.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(spelt("hemkoll help"), "hemkoll --help");
        assert_eq!(spelt("hemkoll --lang en help review decide"), "hemkoll --lang en review decide --help");
        assert_eq!(spelt("hemkoll audit --round help"), "hemkoll audit --round help");
    }

    #[test]
    fn help_in_swedish() {
        let pages = pages(Lang::Sv);
        for english in ["Usage:", "Options:", "Arguments:", "Commands:", "[default", "[possible", "Print ", "OPTIONS"] {
            assert!(!pages.contains(english), "{english} stands in the Swedish help");
        }
        insta::assert_snapshot!(pages);
    }

    #[test]
    fn help_in_english() {
        let pages = pages(Lang::En);
        for swedish in
            ["Användning", "Flaggor", "Argument:", "Kommandon", "KOMMANDO", "standard:", "MAPP", "ANTAL", "Visa"]
        {
            assert!(!pages.contains(swedish), "{swedish} stands in the English help");
        }
        insta::assert_snapshot!(pages);
    }

    #[test]
    fn what_a_choice_means_goes_on_as_no_further_choice() {
        for lang in Lang::ALL {
            let mut command = command(lang);
            let export = command.find_subcommand_mut("export").expect("a command").clone();
            let page = export.term_width(60).render_help().to_string();
            let start = page.lines().position(|line| line.contains("- csv ")).expect("a format");
            let listed: Vec<_> = page.lines().skip(start).take_while(|line| !line.contains("--")).collect();
            let choices = listed.iter().filter(|line| line.trim_start().starts_with("- ")).count();
            assert_eq!(choices, ExportFormat::value_variants().len(), "{page}");
            assert!(listed.len() > choices, "some go on: {page}");
        }
    }

    #[test]
    fn the_definition_is_sound() {
        command(Lang::Sv).debug_assert();
        command(Lang::En).debug_assert();
    }
}
