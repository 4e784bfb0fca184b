//! Judging a page against the bare parse of the same page, in one run: `cargo bench --bench judge`.
//!
//! What is asked: all content rules, parse included, cost at most twice the bare parse (aim 1.5); the static
//! accessibility audit, parse included, at most twice; both at most three times. The ratios are what counts: the times
//! follow the machine and its load. `benches/instructions.rs` counts the same without noise.

mod kommun;
mod stages;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use stages::Stages;

fn judge(criterion: &mut Criterion) {
    let stages = Stages::new();
    for (name, html) in stages::pages() {
        let mut group = criterion.benchmark_group(name);
        group.throughput(Throughput::Bytes(html.len() as u64));
        for (stage, run) in stages::ALL {
            group.bench_with_input(BenchmarkId::from_parameter(stage), &html, |b, html| b.iter(|| run(&stages, html)));
        }
        group.finish();
    }
}

criterion_group!(benches, judge);
criterion_main!(benches);
