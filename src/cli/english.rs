//! The English help texts. The Swedish ones stand in `args.rs`.
//!
//! What must stay true: every command and flag has one; a test finds those that lack it.

use clap::Command;

/// Command path, or flag as `command.flag` (with the whole path where two commands have one name), or flag alone where it
/// means the same everywhere.
const TEXTS: &[(&str, &str)] = &[
    ("hemkoll", "hemkoll audits how Sweden's kommuner inform the elderly about hemtjänst on the web."),
    ("help", "Show help."),
    ("version", "Show the version."),
    ("lang", "Language of the help and of what commands say. The words of rules and kommuner are Swedish."),
    ("config", "Read settings from a TOML file. The same names as the flags, without dashes in front."),
    ("db", "Database: a file (hemkoll.db) or a server (postgres://name@host/database) [default: sqlite:hemkoll.db]."),
    ("hemkoll demo", "Show hemkoll on fictitious kommuner, without internet."),
    ("demo.bind", "Address of the web pages."),
    (
        "demo.once",
        "Stop when the ranking is printed. Exit code 0, though three kommuner are made so that they cannot be assessed.",
    ),
    ("demo.json", "Print the ranking as JSON."),
    ("hemkoll audit", "Audit kommuner: read, judge and score. An interrupted round goes on by itself."),
    (
        "audit.seeds",
        "The kommuner: CSV with the columns name and start_url, or one address a line. docs/kommunlista.md (Swedish) tells what more columns there may be. Without it: Sweden's 290 kommuner.",
    ),
    (
        "audit.kommun",
        "Only this kommun (code or name). May be given several times. With --lan: it and the kommuner of the county.",
    ),
    ("audit.lan", "Only the kommuner of this county (two digits or the name). May be given several times."),
    ("audit.round", "The round's name [default: the newest, else the year]."),
    (
        "audit.stop_list",
        "Never ask for what the file lists: a host, an address or the beginning of addresses (with * last) a line.",
    ),
    ("audit.fresh", "Start anew instead of going on."),
    ("audit.dry_run", "Show what would be read, without reading."),
    ("audit.summary", "Write one line of JSON a kommun to the file."),
    ("audit.json", "Print the table as JSON."),
    ("hemkoll worker", "Help with a round that another computer has opened. Needs PostgreSQL."),
    ("worker.rules", "Rule folder instead of the built-in one. The same rules as the round was opened with."),
    ("gap", "Least time between requests to the same server [default: 1.0]."),
    ("page_budget", "At most so many pages a kommun [default: 60]."),
    ("deadline", "Longest time for one answer [default: 30]."),
    ("host_deadline", "Longest time for one kommun."),
    ("max_body", "Largest page, inflated [default: 10000000]."),
    ("hosts", "Kommuner at once [default: 512]."),
    ("per_second", "At most so many requests a second, all servers together. The gap holds all the same."),
    ("refetch", "Fetch every page whole. Else hemkoll only asks whether it has changed since an earlier round."),
    ("scope", "The topic only, or the whole site within the budget [default: topic]."),
    ("allow_net", "Open a private network, for example 127.0.1.0/24. May be given several times."),
    ("ca", "Also trust the certificate in the file (PEM). May be given several times."),
    ("resolve", "Resolve a name like this (for tests). May be given several times."),
    ("user_agent_contact", "Web or e-mail address where those who are audited can reach you."),
    ("hemkoll check", "Check a page before you publish it. Nothing is stored."),
    ("check.targets", "Web address, HTML file, folder, or - for standard input."),
    ("check.kommun", "The kommun that the page belongs to (code or name). Then more questions can be settled."),
    ("check.seeds", "List of kommuner for --kommun, instead of the built-in one. The same columns as for audit."),
    ("check.format", "How the answer is written."),
    ("check.standard", "Test the page's code alone, against this norm for accessibility."),
    ("check.fail_under", "Exit with 1 when a page gets fewer points than this."),
    ("hemkoll score", "Judge a round again from the archive, without internet, and show what changed."),
    ("score.json", "Print the changes as JSON."),
    ("hemkoll diff", "Show what changed between two rounds, or under other rules, and why."),
    ("diff.before", "The earlier round."),
    ("diff.after", "The later round. Not needed with --rules."),
    ("diff.rules", "Judge the later round by the rules in the folder, not those it was judged by. Nothing is stored."),
    ("diff.kommun", "Only this kommun (code or name), with all answers that changed. May be given several times."),
    ("diff.json", "Print the changes as JSON."),
    ("hemkoll report", "Write the result as a website."),
    ("report.out", "The folder that the website is written to."),
    ("hemkoll export", "Hand over the result as data."),
    ("export.format", "The format."),
    ("export.out", "The file to write [default: standard output]."),
    ("export.with_times", "Include times of day in jsonl. csv and earl never have any, the other formats always."),
    (
        "hemkoll statement",
        "Draft what the accessibility statement says: the faults in the code of a kommun's pages. The draft is in Swedish, as the text must be.",
    ),
    ("statement.kommun", "The kommun that the draft is about."),
    ("statement.out", "The file to write, as Markdown [default: standard output]."),
    ("statement.json", "Print the faults as JSON."),
    ("hemkoll serve", "Show finished rounds as web pages and data. Unfinished rounds are not shown."),
    ("serve.bind", "Address of the web pages. If other computers reach it, rounds that are not sealed need a login."),
    ("serve.require_login", "Ask for a login on 127.0.0.1 too. Needed when a proxy on this computer lets others in."),
    ("serve.https", "The pages are reached over https, through a proxy. The login is then sent over https alone."),
    ("hemkoll user", "Decide who may log in when other computers reach hemkoll serve."),
    ("hemkoll user add", "Add a person. The password is asked for, or read as one line from standard input."),
    ("add.name", "The name to log in with. Upper and lower case are the same."),
    ("add.role", "What the person may do."),
    ("hemkoll user list", "List those who may log in."),
    ("hemkoll user list.json", "Print the list as JSON."),
    ("hemkoll user password", "Give a person a new password. It logs the person out everywhere."),
    ("password.name", "The name."),
    ("hemkoll user remove", "Remove a person. It logs the person out everywhere."),
    ("remove.name", "The name."),
    ("hemkoll import", "Take in pages that a person has saved in a browser."),
    ("import.kommun", "The kommun that the pages belong to."),
    ("import.files", "Saved pages: HTML, MHTML or WARC."),
    ("import.by", "Who has saved the pages. Shown in the result."),
    ("import.reason", "Why the kommun is read again. Needed when it has been read in the round."),
    ("import.url", "The page's address, when the file does not tell it."),
    ("import.json", "Print the answer as JSON."),
    (
        "hemkoll review",
        "Settle questions that the program left open, or change an answer that is wrong. Nothing is lost.",
    ),
    (
        "hemkoll review list",
        "List questions that are not settled, those that give most points first. With csv: a sheet to fill in.",
    ),
    (
        "list.kommun",
        "Only this kommun (code or name). May be given several times. With --lan: it and the kommuner of the county.",
    ),
    ("list.lan", "Only the kommuner of this county (two digits or the name). May be given several times."),
    ("list.rule", "Only this question, for example kontakt-telefontid."),
    ("list.format", "The format."),
    ("hemkoll review import.sheet", "The sheet of hemkoll review list --format csv, filled in and saved as CSV UTF-8."),
    ("hemkoll review import.by", "Your name. It is shown in the result, to everybody."),
    ("hemkoll review import.json", "Print the decisions as JSON."),
    ("log.format", "The format."),
    (
        "list.second",
        "Instead, questions that somebody else than you has settled, without showing how. Write your name.",
    ),
    (
        "settles",
        "Settle what other reviewers have answered differently. You may not have answered the question yourself.",
    ),
    ("reopens", "Open a settled question again: you answer something else than she who settled it."),
    ("hemkoll review import.all_faults", "Show all lines that are wrong, not just the first 20."),
    ("hemkoll review agreement", "Show how often two reviewers have answered the same question alike."),
    ("agreement.json", "Print the measures as JSON."),
    (
        "hemkoll review decide",
        "Settle a question. The decision is added, and nothing before it is lost. Your name and the reason are shown to everybody.",
    ),
    (
        "hemkoll review import",
        "Take in a sheet that is filled in. Lines without an outcome are passed over. If anything is wrong, nothing is taken in.",
    ),
    ("hemkoll review log", "Show all decisions in order, and what they replaced."),
    ("decide.kommun", "The kommun that the question is about."),
    ("decide.rule", "The question, for example kontakt-telefontid."),
    ("decide.outcome", "Yes, partly, no or does not apply."),
    ("decide.reason", "Why. For a no: what you looked for. Shown in the result."),
    ("decide.quote", "The exact words on the page that decide. Needed for yes and partly."),
    (
        "decide.url",
        "The page that the words stand on. Without it hemkoll looks on all pages of the kommun in the round.",
    ),
    ("decide.json", "Print the decision as JSON."),
    ("decide.by", "Your name. It is shown in the result, to everybody."),
    ("hemkoll seal", "Seal a round: after that it cannot be changed, and hemkoll serve shows it to everybody."),
    ("seal.json", "Print the seal as JSON."),
    ("hemkoll verify", "Check that a round is as it was made. Exits with 1 when something differs."),
    ("verify.seal", "The seal as you wrote it down when the round was sealed."),
    ("verify.sample", "So many kommuner are judged again. The seal decides which."),
    ("verify.json", "Print the answer as JSON."),
    ("hemkoll purge", "Remove fetched pages whose last day has passed. Answers and scores stay."),
    ("purge.round", "Only this round [default: all]."),
    ("purge.keep_until", "Set the round's last day: its pages are kept until then. New rounds: 24 months."),
    ("purge.dry_run", "Show what would be removed, without removing."),
    ("purge.json", "Print the answer as JSON."),
    ("round", "The round [default: the newest]."),
    ("rules", "Rule folder instead of the built-in one."),
    ("hemkoll rules", "Read, try and write rules."),
    ("hemkoll rules list", "List all rules."),
    ("list.json", "Print the list as JSON."),
    ("hemkoll rules show", "Show a rule."),
    ("show.id", "The rule's id, for example kontakt-telefontid, or the catalogue's, for example KON-02."),
    (
        "hemkoll rules test",
        "Run all examples of all rules. Faults in rule files are told in Swedish, as the files are.",
    ),
    ("hemkoll rules copy", "Copy the rules to a folder, so that you can change them."),
    ("copy.folder", "The folder that the rules are put in. It must be new or empty."),
    ("hemkoll rules new", "Write a new rule to fill in."),
    ("new.id", "The new rule's id, for example kontakt-chatt. The first word is the dimension."),
    ("hemkoll rules checklist", "Print the checklist of what is reviewed."),
    ("hemkoll rules eval", "Hold the rules against what people have seen on the same pages."),
    (
        "eval.labels",
        "People's answers, one line of JSON a page: {\"page\":\"sida.html\",\"labels\":{\"phone\":true,\"KON-02\":null}}.",
    ),
    ("eval.pages", "The folder with the pages, as .html or .txt."),
    ("eval.json", "Print the measures as JSON."),
    ("hemkoll doctor", "Check what is installed and what is missing."),
    ("doctor.json", "Print the answer as JSON."),
    ("hemkoll completions", "Print completions for a shell."),
    ("completions.shell", "The shell."),
];

/// What a choice of a flag means, Swedish to English.
const CHOICES: &[(&str, &str)] = &[
    ("Text för människor", "Text for people"),
    ("Allt som ett JSON-dokument, för program", "All as one JSON document, for programs"),
    ("En rad JSON per regel och fil, för program", "One line of JSON a rule and file, for programs"),
    ("En webbsida som går att öppna och skicka vidare", "A web page that can be opened and passed on, in Swedish"),
    (
        "Fel med fil och rad, för GitHub och GitLab (SARIF 2.1.0)",
        "Faults with file and line, for GitHub and GitLab (SARIF 2.1.0)",
    ),
    ("Testrapport i XML, för byggservrar (JUnit)", "Test report in XML, for build servers (JUnit)"),
    ("WCAG 2.1, nivå A och AA", "WCAG 2.1, levels A and AA"),
    ("WCAG 2.2, nivå A och AA", "WCAG 2.2, levels A and AA"),
    ("EN 301 549, kapitel 9: lagens krav", "EN 301 549, chapter 9: what the law asks"),
    (
        "Tabell med semikolon, en rad per kommun och regel, för kalkylprogram",
        "Table with semicolons, one line a kommun and rule, for spreadsheet programs",
    ),
    ("Excel-fil med ranking och svar", "Excel file with ranking and answers"),
    ("En rad JSON per kommun och regel, för program", "One line of JSON a kommun and rule, for programs"),
    (
        "Svaren som provresultat i W3C:s format EARL (JSON-LD)",
        "The answers as test results in W3C's format EARL (JSON-LD)",
    ),
    (
        "Tabeller med beskrivning av varje kolumn, i en zip (Frictionless Data Package)",
        "Tables with a description of each column, in a zip (Frictionless Data Package)",
    ),
    (
        "Allt som hämtades, i webbarkivens format (WARC 1.1)",
        "All that was fetched, in the format of web archives (WARC 1.1)",
    ),
    (
        "Samma arkiv med register, så att ReplayWeb.page kan visa sidorna (WACZ)",
        "The same archive with an index, so that ReplayWeb.page can show the pages (WACZ)",
    ),
    (
        "Loggen som tabell med semikolon: en rad per fråga till en webbplats",
        "The log as a table with semicolons: one line a request to a website",
    ),
    ("Loggen som JSON, en rad per fråga, för program", "The log as JSON, one line a request, for programs"),
    ("Tabell med semikolon, för kalkylprogram", "Table with semicolons, for spreadsheet programs"),
    ("En rad JSON per fråga eller beslut, för program", "A line of JSON per question or decision, for programs"),
    ("Läser färdiga omgångar som inte är förseglade", "Reads finished rounds that are not sealed"),
    ("Ja", "Yes"),
    ("Delvis", "Partly"),
    ("Nej", "No"),
    ("Berörs inte", "Does not apply"),
];

/// Value names in the help, Swedish to English.
const VALUE_NAMES: &[(&str, &str)] = &[
    ("SPRÅK", "LANGUAGE"),
    ("FIL", "FILE"),
    ("ADRESS", "ADDRESS"),
    ("WEBBADRESS", "WEB-ADDRESS"),
    ("DATABAS", "DATABASE"),
    ("KOD|NAMN", "CODE|NAME"),
    ("KOD", "CODE"),
    ("NAMN", "NAME"),
    ("MAPP", "FOLDER"),
    ("SEKUNDER", "SECONDS"),
    ("ANTAL", "NUMBER"),
    ("BYTE", "BYTES"),
    ("NÄT", "NET"),
    ("VÄRD=IP:PORT", "HOST=IP:PORT"),
    ("MÅL", "TARGET"),
    ("POÄNG", "POINTS"),
    ("SKAL", "SHELL"),
    ("SIGILL", "SEAL"),
    ("UTFALL", "OUTCOME"),
    ("ROLL", "ROLE"),
    ("ORD", "WORDS"),
    ("ARK", "SHEET"),
    ("FÖRE", "BEFORE"),
    ("EFTER", "AFTER"),
    ("DATUM", "DATE"),
];

/// The command with English texts.
pub(super) fn translate(command: Command) -> Command {
    each(command, "")
}

fn each(command: Command, parent: &str) -> Command {
    let name = command.get_name().to_owned();
    let path = if parent.is_empty() { name.clone() } else { format!("{parent} {name}") };
    let about = text(&path).unwrap_or_default();
    command
        .about(without_stop(about))
        .subcommand_help_heading("Commands")
        .subcommand_value_name("COMMAND")
        .mut_args(|arg| {
            let id = arg.get_id().to_string();
            let help = text(&format!("{path}.{id}"))
                .or_else(|| text(&format!("{name}.{id}")))
                .or_else(|| text(&id))
                .unwrap_or_default();
            let names: Vec<_> = arg.get_value_names().unwrap_or_default().iter().map(|word| value_name(word)).collect();
            let arg = if arg.get_help_heading() == Some("Gränser") { arg.help_heading("Limits") } else { arg };
            let arg = arg.help(without_stop(help));
            if names.is_empty() { arg } else { arg.value_names(names) }
        })
        .mut_subcommands(|sub| each(sub, &path))
}

fn text(key: &str) -> Option<&'static str> {
    TEXTS.iter().find(|(name, _)| *name == key).map(|(_, text)| *text)
}

/// A text as clap has those of the definition: without the last full stop.
fn without_stop(text: &'static str) -> &'static str {
    text.strip_suffix('.').unwrap_or(text)
}

/// What a choice means, by its Swedish text; empty where there is none.
pub(super) fn choice(swedish: &str) -> &'static str {
    CHOICES.iter().find(|(name, _)| *name == swedish).map_or("", |(_, english)| english)
}

fn value_name(swedish: &str) -> String {
    VALUE_NAMES.iter().find(|(name, _)| *name == swedish).map_or(swedish, |(_, english)| english).to_owned()
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;
    use crate::cli::args::Cli;

    #[test]
    fn every_command_and_flag_has_an_english_text() {
        fn each(command: &Command, path: &str, missing: &mut Vec<String>) {
            if command.get_about().is_none_or(|about| about.to_string().is_empty()) {
                missing.push(path.to_owned());
            }
            for arg in
                command.get_arguments().filter(|arg| arg.get_help().is_none_or(|help| help.to_string().is_empty()))
            {
                missing.push(format!("{path} {}", arg.get_id()));
            }
            for sub in command.get_subcommands() {
                each(sub, &format!("{path} {}", sub.get_name()), missing);
            }
        }
        fn choices(command: &Command, missing: &mut Vec<String>) {
            let shown =
                command.get_arguments().filter(|arg| arg.get_id() != "lang" && !arg.is_hide_possible_values_set());
            for choice in shown.flat_map(clap::Arg::get_possible_values) {
                let swedish = choice.get_help().map(ToString::to_string).unwrap_or_default();
                if !swedish.is_empty() && self::choice(&swedish).is_empty() {
                    missing.push(swedish);
                }
            }
            command.get_subcommands().for_each(|sub| choices(sub, missing));
        }
        let mut missing = vec![];
        choices(&Cli::command(), &mut missing);
        each(&translate(Cli::command()), "hemkoll", &mut missing);
        assert_eq!(missing, Vec::<String>::new());
    }
}
