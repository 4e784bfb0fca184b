//! Certificates of every kind, and HTTP/2.

use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair, date_time_ymd};
use rustls::ServerConfig;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};

use crate::case::Case;
use crate::server::Reply;

const GOOD: &[&str] = &["/avgifter", "/kontakt", "/ansok"];

/// An authority of the test's own.
pub(crate) struct Authority(CertifiedIssuer<'static, KeyPair>);

impl Authority {
    pub(crate) fn new() -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        Self(CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap())
    }

    pub(crate) fn pem(&self) -> String {
        self.0.pem()
    }

    fn issue(&self, names: Vec<String>, until: i32) -> ServerConfig {
        let (params, key) = request(names, until);
        config(params.signed_by(&key, &self.0).unwrap().der().clone(), &key)
    }
}

/// Every address that a case may get.
fn everywhere() -> Vec<String> {
    (1..255).map(|n| format!("127.0.1.{n}")).collect()
}

fn request(names: Vec<String>, until: i32) -> (CertificateParams, KeyPair) {
    let mut params = CertificateParams::new(names).unwrap();
    params.not_before = date_time_ymd(2001, 1, 1);
    params.not_after = date_time_ymd(until, 1, 1);
    (params, KeyPair::generate().unwrap())
}

fn config(certificate: CertificateDer<'static>, key: &KeyPair) -> ServerConfig {
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let versions = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    versions.with_no_client_auth().with_single_cert(vec![certificate], key).unwrap()
}

fn self_signed() -> ServerConfig {
    let (params, key) = request(everywhere(), 2100);
    config(params.self_signed(&key).unwrap().der().clone(), &key)
}

pub(crate) fn cases(own: &Authority) -> Vec<Case> {
    let stranger = Authority::new();
    let site = |name| Case::site(name, GOOD, &[], |_| None);
    let mut http2 = own.issue(everywhere(), 2100);
    http2.alpn_protocols = vec![b"h2".to_vec()];
    let resetting = Case::site("HTTP/2 with a stream reset", GOOD, &["/bruten"], |asked| {
        (asked.path == "/bruten").then(|| Reply::Reset(Vec::new()))
    });
    vec![
        site("TLS").over(own.issue(everywhere(), 2100)).exactly(),
        site("TLS, expired").over(own.issue(everywhere(), 2002)).failed("tls-expired"),
        site("TLS, another name").over(own.issue(vec!["sandaker.test".into()], 2100)).failed("tls-wrong-name"),
        site("TLS, unknown authority").over(stranger.issue(everywhere(), 2100)).failed("tls-untrusted"),
        site("TLS, self-signed").over(self_signed()).failed("tls-untrusted"),
        site("HTTP/2").over(http2.clone()).exactly(),
        resetting.over(http2).partial("connection-reset").exactly(),
    ]
}
