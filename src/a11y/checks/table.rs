//! Tables: headers that head something, and cells that point at cells.

use std::collections::{HashMap, HashSet};

use super::super::catalogue::text as rule;
use super::super::dom::{Dom, Idx};
use super::super::result::Findings;
use super::super::role::table_of;

/// Widest span that is followed (HTML's own limit for `colspan`).
const WIDEST: usize = 1000;
const FILLED: &str = "Tabellen saknar celler i sidans kod. Ett skript kan fylla den när sidan visas.";

pub(super) fn check(dom: &Dom<'_>, findings: &mut Findings<'_, '_>) {
    for at in dom.all() {
        let el = dom.el(at);
        if !el.exposed() || !matches!(dom.role(at), Some("table" | "grid" | "treegrid")) {
            continue;
        }
        headings(dom, findings, at);
        if el.is("table") && el.in_sight() {
            pointers(dom, findings, at);
        }
    }
}

/// `headers` of each cell names other cells of the same table.
fn pointers(dom: &Dom<'_>, findings: &mut Findings<'_, '_>, table: Idx) {
    for at in dom.descendants(table) {
        let el = dom.el(at);
        let cell = (el.is("td") || el.is("th")) && el.exposed() && table_of(dom, at) == Some(table);
        let Some(headers) = el.filled("headers").filter(|_| cell) else { continue };
        let good = headers.split_ascii_whitespace().all(|id| {
            let target = dom.by_id(id).filter(|&target| target != at);
            target.is_some_and(|target| {
                let el = dom.el(target);
                (el.is("td") || el.is("th")) && table_of(dom, target) == Some(table)
            })
        });
        findings.say(&rule::HEADERS, at, good);
    }
}

struct Cell {
    at: Idx,
    columns: std::ops::Range<usize>,
    rows: std::ops::Range<usize>,
}

fn headings(dom: &Dom<'_>, findings: &mut Findings<'_, '_>, table: Idx) {
    let cells = grid(dom, table);
    let role = |cell: &Cell| dom.role(cell.at);
    if !cells.iter().any(|cell| matches!(role(cell), Some("columnheader" | "rowheader"))) {
        return;
    }
    let data = cells.iter().any(|cell| !matches!(role(cell), Some("columnheader" | "rowheader")));
    let spans = Spans::of(dom, &cells);
    for cell in &cells {
        let el = dom.el(cell.at);
        let Some(kind) = role(cell).filter(|role| matches!(*role, "columnheader" | "rowheader")) else { continue };
        if !el.exposed() {
            continue;
        }
        if !data && (dom.foreign_scripts || !dom.scripts.is_empty()) {
            findings.open(&rule::HEADER_CELLS, cell.at, FILLED);
            continue;
        }
        let scoped = el.has("scope") || el.role.explicit.is_some();
        let below = spans.below(cell);
        let beside = spans.beside(cell);
        let reached = match kind {
            "columnheader" => below || !scoped && beside,
            _ => beside || !scoped && below,
        };
        let named = el.filled("id").is_some_and(|id| spans.named.contains(id));
        findings.say(&rule::HEADER_CELLS, cell.at, reached || named);
    }
}

/// Which cells a header can reach, found without comparing every pair.
struct Spans<'a> {
    /// By column, the last row that a cell other than a column header stands in.
    deepest: HashMap<usize, usize>,
    /// By row, the cells that are no headers.
    beside: HashMap<usize, usize>,
    /// Ids that `headers` of some cell names.
    named: HashSet<&'a str>,
}

impl<'a> Spans<'a> {
    fn of(dom: &Dom<'a>, cells: &[Cell]) -> Self {
        let mut spans = Self { deepest: HashMap::new(), beside: HashMap::new(), named: HashSet::new() };
        for cell in cells {
            if let Some(headers) = dom.el(cell.at).filled("headers") {
                // A cell that names its headers has no others.
                spans.named.extend(headers.split_ascii_whitespace());
                continue;
            }
            if dom.role(cell.at) != Some("columnheader") {
                for column in cell.columns.clone() {
                    let deepest = spans.deepest.entry(column).or_default();
                    *deepest = (*deepest).max(cell.rows.end);
                }
            }
            if !matches!(dom.role(cell.at), Some("columnheader" | "rowheader")) {
                for row in cell.rows.clone() {
                    *spans.beside.entry(row).or_default() += 1;
                }
            }
        }
        spans
    }

    fn below(&self, cell: &Cell) -> bool {
        cell.columns.clone().any(|column| self.deepest.get(&column).is_some_and(|&row| row > cell.rows.end))
    }

    fn beside(&self, cell: &Cell) -> bool {
        cell.rows.clone().any(|row| self.beside.get(&row).is_some_and(|&count| count > 0))
    }
}

/// The cells with the columns and rows they cover (HTML Living Standard, section 4.9.12.1).
fn grid(dom: &Dom<'_>, table: Idx) -> Vec<Cell> {
    let mut cells = Vec::new();
    let mut taken: HashMap<usize, usize> = HashMap::new();
    let mut row = 0;
    let mut at = table + 1;
    while at <= dom.el(table).last {
        let el = dom.el(at);
        // Tables inside are judged by themselves.
        if matches!(dom.role(at), Some("table" | "grid" | "treegrid")) || !el.rendered {
            at = el.last + 1;
            continue;
        }
        if dom.role(at) == Some("row") || el.is("tr") {
            place(dom, at, row, &mut taken, &mut cells);
            row += 1;
        }
        at += 1;
    }
    cells
}

fn place(dom: &Dom<'_>, line: Idx, row: usize, taken: &mut HashMap<usize, usize>, cells: &mut Vec<Cell>) {
    let span = |at: Idx, native: &str, aria: &str| {
        let written = dom.el(at).attr(native).or_else(|| dom.el(at).attr(aria));
        written.and_then(|span| span.trim().parse::<usize>().ok()).unwrap_or(1).clamp(1, WIDEST)
    };
    let mut column = 0;
    for at in dom.descendants(line) {
        if !matches!(dom.role(at), Some("cell" | "gridcell" | "columnheader" | "rowheader"))
            || nearest_row(dom, at) != Some(line)
        {
            continue;
        }
        while taken.get(&column).is_some_and(|&until| until > row) {
            column += 1;
        }
        let wide = span(at, "colspan", "aria-colspan");
        let tall = span(at, "rowspan", "aria-rowspan");
        for covered in column..column + wide {
            taken.insert(covered, row + tall);
        }
        cells.push(Cell { at, columns: column..column + wide, rows: row..row + tall });
        column += wide;
    }
}

fn nearest_row(dom: &Dom<'_>, at: Idx) -> Option<Idx> {
    dom.ancestors(at).find(|&up| dom.role(up) == Some("row") || dom.el(up).is("tr"))
}
