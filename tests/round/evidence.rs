//! The archive of a round as others read it.

use std::collections::BTreeMap;
use std::io::Read;

use flate2::bufread::GzDecoder;
use hemkoll::archive::{self, export};

use super::scene::*;

/// The records of a WARC file by id: header and block.
pub(crate) fn records(file: &[u8]) -> BTreeMap<String, (String, Vec<u8>)> {
    let mut rest = file;
    let mut found = BTreeMap::new();
    while !rest.is_empty() {
        let mut record = Vec::new();
        let mut member = GzDecoder::new(rest);
        member.read_to_end(&mut record).unwrap();
        rest = member.into_inner();
        let end = record.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
        let header = String::from_utf8(record[..end].to_vec()).unwrap();
        let id = header.lines().find_map(|line| line.strip_prefix("WARC-Record-ID: ")).unwrap().to_owned();
        let block = record[end + 4..record.len() - 4].to_vec();
        assert!(found.insert(id.clone(), (header, block)).is_none(), "{id} stands twice");
    }
    found
}

async fn warc(audit: &Audit) -> Vec<u8> {
    let row = audit.store.round("prov").await.unwrap().unwrap();
    export::warc(&audit.store, &row, Vec::new()).await.unwrap().0
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_leads_to_its_record_and_every_request_has_one() {
    let (world, address) = serve().await;
    let audit = Audit::new(address, 8).await;
    audit.finish().await;
    let records = records(&warc(&audit).await);
    let result = audit.result().await;
    let mut pages = 0;
    for page in result.kommuner.iter().flat_map(|kommun| &kommun.pages) {
        let (header, block) = &records[&format!("<{}>", page.record)];
        assert!(header.contains(&format!("\r\nWARC-Target-URI: {}\r\n", page.url)), "{header}");
        assert!(header.contains(&format!("\r\nWARC-Payload-Digest: sha256:{}\r\n", page.sha256)), "{header}");
        let body = block.windows(4).position(|four| four == b"\r\n\r\n").unwrap() + 4;
        assert_eq!(archive::sha256(&block[body..]), page.sha256);
        pages += 1;
    }
    assert_eq!(pages, 8);
    let kind = |kind: &str| records.values().filter(|(h, _)| h.contains(&format!("WARC-Type: {kind}\r\n"))).count();
    let asked = world.log.lock().unwrap().len();
    assert_eq!((kind("response"), kind("request"), kind("metadata")), (asked, asked, asked));
    let moved = records.values().find(|(header, _)| header.contains("/gammal\r\n") && header.contains(": response"));
    let (_, moved) = moved.expect("the redirect is kept");
    assert!(String::from_utf8_lossy(moved).contains("location: http://hedlunda.test/ansok\r\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_answers_have_the_same_record_ids() {
    let (_world, address) = serve().await;
    let (one, many) = (Audit::new(address, 1).await, Audit::new(address, 8).await);
    one.finish().await;
    many.finish().await;
    let ids = async |audit: &Audit| records(&warc(audit).await).into_keys().collect::<Vec<_>>();
    assert_eq!(ids(&one).await, ids(&many).await);
}
