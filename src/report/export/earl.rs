//! EARL 1.0 as JSON-LD: one assertion a kommun and rule, for tools that gather audits.
//!
//! What must stay true: the outcomes are those of EARL; half an answer is a kind of `earl:Fail` of its own, named so.

use std::io::Write;

use serde_json::{Value, json};

use crate::domain::{Evidence, Outcome};
use crate::score::RoundResult;

use super::super::texts::SetTexts;
use super::{Answer, ExportError, rows};

/// Writes the document. No time is in it, so that equal results give equal bytes.
pub fn write(result: &RoundResult, set: &SetTexts, mut out: impl Write) -> Result<(), ExportError> {
    let head = json!({
        "earl": "http://www.w3.org/ns/earl#",
        "dct": "http://purl.org/dc/terms/",
        "ptr": "http://www.w3.org/2009/pointers#",
        "rule": "urn:hemkoll:regel:",
        "hemkoll": "urn:hemkoll:",
    });
    let partly = json!({
        "@id": "hemkoll:partial", "@type": ["earl:Fail", "earl:OutcomeValue"],
        "dct:title": "partial", "dct:description": "Half of the answer is there.",
    });
    let tool = json!({
        "@id": "hemkoll:program", "@type": "earl:Software", "dct:title": "hemkoll",
        "dct:hasVersion": env!("CARGO_PKG_VERSION"), "dct:description": set.disclaimer,
    });
    write!(out, "{{\"@context\":{head},\"@graph\":[\n{tool},\n{partly}")?;
    for rule in &set.rules {
        let test = json!({"@id": format!("rule:{}", rule.id), "@type": "earl:TestCriterion", "dct:title": rule.title});
        write!(out, ",\n{test}")?;
    }
    for answer in rows(result, set) {
        write!(out, ",\n{}", assertion(&answer))?;
    }
    out.write_all(b"\n]}\n")?;
    Ok(out.flush()?)
}

fn assertion(answer: &Answer<'_>) -> Value {
    let kommun = &answer.kommun.kommun;
    let evidence: &[Evidence] = answer.finding.map_or(&[], |finding| &finding.evidence);
    let decided = answer.kommun.decided(&answer.rule.id);
    let by = decided.map_or_else(
        || json!({"@id": "hemkoll:program"}),
        |one| {
            let by: Vec<&str> = one.standing().iter().map(|decision| decision.by.as_str()).collect();
            json!({"@type": "earl:Assertor", "dct:title": by.join(", ")})
        },
    );
    let mode = if decided.is_some() { "earl:manual" } else { "earl:automatic" };
    json!({
        "@type": "earl:Assertion",
        "earl:assertedBy": by,
        "earl:mode": {"@id": mode},
        "earl:subject": {"@type": "earl:TestSubject", "@id": kommun.start_url, "dct:title": kommun.name, "dct:identifier": kommun.code},
        "earl:test": {"@id": format!("rule:{}", answer.rule.id)},
        "earl:result": {
            "@type": "earl:TestResult",
            "earl:outcome": {"@id": outcome(answer.outcome())},
            "dct:description": answer.finding.map_or("", |finding| &finding.note),
            "earl:info": answer.reason(),
            "earl:pointer": evidence.iter().map(pointer).collect::<Vec<_>>(),
        },
    })
}

fn pointer(evidence: &Evidence) -> Value {
    json!({
        "@type": "ptr:CSSSelectorPointer",
        "ptr:reference": evidence.url,
        "ptr:expression": evidence.selector,
        "dct:description": evidence.quote,
    })
}

const fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Passed => "earl:passed",
        Outcome::Partial => "hemkoll:partial",
        Outcome::Failed => "earl:failed",
        Outcome::Inapplicable => "earl:inapplicable",
        Outcome::CantTell => "earl:cantTell",
        Outcome::Untested => "earl:untested",
    }
}
