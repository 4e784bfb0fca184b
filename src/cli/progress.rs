//! What happens in a round, shown: bars on a terminal, plain lines elsewhere. Always on standard error.

use std::{
    collections::BTreeMap,
    io::IsTerminal as _,
    sync::{Arc, Mutex, PoisonError},
};

use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::output;
use crate::{
    audit::{Progress, ProgressSink},
    domain::{Lang, say},
    report,
};

/// Kommuner shown at once; the rest are in the total.
const BARS: usize = 8;

/// The sink that suits where standard error goes.
pub(super) fn sink(lang: Lang) -> Arc<dyn ProgressSink> {
    if std::io::stderr().is_terminal() {
        Arc::new(Bars::new(lang))
    } else {
        Arc::new(Lines { lang, tally: Mutex::default() })
    }
}

/// Pages read so far, by kommun code.
#[derive(Default)]
struct Tally(BTreeMap<String, u32>);

impl Tally {
    fn note(&mut self, event: &Progress) {
        if let Progress::Started { code, pages, .. } | Progress::Step { code, pages, .. } = event {
            self.0.insert(code.clone(), *pages);
        }
    }

    fn of(&self, code: &str) -> u32 {
        self.0.get(code).copied().unwrap_or_default()
    }

    fn all(&self) -> u32 {
        self.0.values().sum()
    }
}

/// One line when a kommun is done.
struct Lines {
    lang: Lang,
    tally: Mutex<Tally>,
}

impl ProgressSink for Lines {
    fn tell(&self, event: &Progress) {
        let mut tally = self.tally.lock().unwrap_or_else(PoisonError::into_inner);
        tally.note(event);
        if let Some(line) = line(event, &tally, self.lang) {
            output::note(&line);
        }
    }
}

/// The line of an event that is worth one.
fn line(event: &Progress, tally: &Tally, lang: Lang) -> Option<String> {
    match event {
        Progress::Opened { round, kommuner, done: 0, .. } => {
            let kommuner = some_kommuner(*kommuner, lang);
            Some(say!(lang, "Omgång {round}: {kommuner} att läsa.", "Round {round}: {kommuner} to read."))
        }
        Progress::Opened { round, kommuner, done, .. } if done == kommuner => Some(say!(
            lang,
            "Omgång {round} är redan klar, så inget läses igen.",
            "Round {round} is finished already, so nothing is read again."
        )),
        Progress::Opened { round, kommuner, done, .. } => {
            let kommuner = some_kommuner(*kommuner, lang);
            Some(say!(
                lang,
                "Omgång {round} fortsätter. Klart: {done} av {kommuner}.",
                "Round {round} goes on. Done: {done} of {kommuner}."
            ))
        }
        Progress::Ended { code, name, reason, .. } => {
            let name = report::text::safe(name);
            let pages = some_pages(tally.of(code), lang);
            let reason = reason.map(|reason| format!(" {}", reason.sentence(lang))).unwrap_or_default();
            Some(format!("{name}: {pages}.{reason}"))
        }
        Progress::Waiting { kommuner } => {
            let kommuner = some_kommuner(*kommuner, lang);
            Some(say!(lang, "En annan körning läser {kommuner}. Väntar.", "Another run reads {kommuner}. Waiting."))
        }
        Progress::Started { .. } | Progress::Step { .. } | Progress::Passed { .. } | Progress::Judged { .. } => None,
    }
}

fn some_kommuner(count: usize, lang: Lang) -> String {
    lang.plural(count, ["kommun", "kommuner"], ["kommun", "kommuner"])
}

fn some_pages(count: u32, lang: Lang) -> String {
    let count = usize::try_from(count).unwrap_or(usize::MAX);
    lang.plural(count, ["sida läst", "sidor lästa"], ["page read", "pages read"])
}

/// One bar in total and one for each of the first kommuner at work.
struct Bars {
    lang: Lang,
    all: MultiProgress,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    total: Option<ProgressBar>,
    open: BTreeMap<String, ProgressBar>,
    tally: Tally,
    budget: u64,
}

impl Bars {
    fn new(lang: Lang) -> Self {
        let all = MultiProgress::with_draw_target(ProgressDrawTarget::stderr_with_hz(10));
        Self { lang, all, state: Mutex::default() }
    }

    fn clear(&self, state: &mut State, code: &str) {
        if let Some(bar) = state.open.remove(code) {
            bar.finish_and_clear();
            self.all.remove(&bar);
        }
    }
}

impl ProgressSink for Bars {
    fn tell(&self, event: &Progress) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.tally.note(event);
        match event {
            Progress::Opened { kommuner, done, page_budget, .. } => {
                state.budget = u64::from(*page_budget);
                let total = self.all.add(ProgressBar::new(*kommuner as u64).with_style(total_style(self.lang)));
                total.set_position(*done as u64);
                total.reset_eta();
                state.total = Some(total);
            }
            Progress::Started { code, name, pages } => {
                if state.open.len() < BARS {
                    let bar = ProgressBar::new(state.budget).with_style(kommun_style(self.lang));
                    let bar = self.all.add(bar.with_prefix(report::text::safe(name)).with_position(u64::from(*pages)));
                    state.open.insert(code.clone(), bar);
                }
            }
            Progress::Step { code, pages, .. } => {
                if let Some(bar) = state.open.get(code) {
                    bar.set_position(u64::from(*pages));
                }
                if let Some(total) = &state.total {
                    total.set_message(some_pages(state.tally.all(), self.lang));
                }
            }
            Progress::Ended { code, .. } => {
                self.clear(&mut state, code);
                if let (Some(line), Some(total)) = (line(event, &state.tally, self.lang), &state.total) {
                    total.println(line);
                    total.inc(1);
                    if total.position() == total.length().unwrap_or_default() {
                        total.finish_and_clear();
                    }
                }
            }
            Progress::Passed { code } => self.clear(&mut state, code),
            Progress::Waiting { .. } => {
                if let (Some(line), Some(total)) = (line(event, &state.tally, self.lang), &state.total) {
                    total.println(line);
                }
            }
            Progress::Judged { done, of, .. } => {
                let total = state.total.get_or_insert_with(|| {
                    self.all.add(ProgressBar::new(*of as u64).with_style(total_style(self.lang)))
                });
                total.set_position(*done as u64);
                if done == of {
                    total.finish_and_clear();
                }
            }
        }
    }
}

fn total_style(lang: Lang) -> ProgressStyle {
    style(lang.of(
        "{bar:30} {pos} av {len} kommuner  {msg}  {eta} kvar",
        "{bar:30} {pos} of {len} kommuner  {msg}  {eta} left",
    ))
}

fn kommun_style(lang: Lang) -> ProgressStyle {
    style(lang.of("  {prefix:24!} {bar:20} sidor: {pos}", "  {prefix:24!} {bar:20} pages: {pos}"))
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).expect("the templates are written here")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Reason, VisitStatus};

    #[test]
    fn a_kommun_that_is_done_gets_a_plain_line() {
        let ended = |code: &str, reason| Progress::Ended {
            code: code.into(),
            name: "Hedlunda".into(),
            status: VisitStatus::Complete,
            reason,
        };
        let mut tally = Tally::default();
        tally.note(&Progress::Started { code: "9001".into(), name: String::new(), pages: 1 });
        assert_eq!(line(&ended("9001", None), &tally, Lang::Sv).unwrap(), "Hedlunda: 1 sida läst.");
        let failed = |lang| line(&ended("9002", Some(Reason::ConnectionRefused)), &tally, lang).unwrap();
        assert_eq!(failed(Lang::Sv), "Hedlunda: 0 sidor lästa. Servern tog inte emot anslutningen.");
        assert_eq!(failed(Lang::En), "Hedlunda: 0 pages read. The server refused the connection.");
    }

    #[test]
    fn bars_survive_any_order_of_events() {
        let bars = Bars::new(Lang::Sv);
        bars.all.set_draw_target(ProgressDrawTarget::hidden());
        let code = "9001".to_owned();
        bars.tell(&Progress::Step { code: code.clone(), url: String::new(), pages: 2, requests: 3, reason: None });
        bars.tell(&Progress::Opened { round: "2026".into(), kommuner: 1, done: 0, page_budget: 60 });
        bars.tell(&Progress::Started { code: code.clone(), name: "Hedlunda".into(), pages: 0 });
        bars.tell(&Progress::Ended { code, name: String::new(), status: VisitStatus::Failed, reason: None });
        bars.tell(&Progress::Judged { code: String::new(), done: 1, of: 1 });
    }
}
