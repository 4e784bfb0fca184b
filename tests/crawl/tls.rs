//! TLS: a test authority given with `--ca`, faults told apart, and HTTP/2.

use std::sync::Arc;
use std::time::Duration;

use hemkoll::crawl::{Ask, FetchSettings, Fetched, Fetcher};
use hemkoll::domain::Reason;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair, date_time_ymd};
use rustls::ServerConfig;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

struct Authority(CertifiedIssuer<'static, KeyPair>);

impl Authority {
    fn new() -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        Self(CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap())
    }

    /// A server configuration with a certificate for `name`, valid until the given year.
    fn issue(&self, name: &str, until: i32) -> ServerConfig {
        let mut params = CertificateParams::new(vec![name.to_owned()]).unwrap();
        params.not_before = date_time_ymd(2001, 1, 1);
        params.not_after = date_time_ymd(until, 1, 1);
        let key = KeyPair::generate().unwrap();
        let certificate = params.signed_by(&key, &self.0).unwrap();
        server_config(certificate.der().clone(), &key)
    }

    fn pem(&self) -> Vec<u8> {
        self.0.pem().into_bytes()
    }
}

fn server_config(certificate: rustls::pki_types::CertificateDer<'static>, key: &KeyPair) -> ServerConfig {
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let versions = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    versions.with_no_client_auth().with_single_cert(vec![certificate], key).unwrap()
}

/// Serves one small page a connection, over HTTP/2 where `config` offers it.
async fn serve(config: ServerConfig) -> std::net::SocketAddr {
    let listener = TcpListener::bind("127.0.1.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let acceptor = acceptor.clone();
            tokio::spawn(async move {
                let Ok(mut stream) = acceptor.accept(stream).await else { return };
                if stream.get_ref().1.alpn_protocol() == Some(b"h2") {
                    let mut connection = h2::server::handshake(stream).await.unwrap();
                    while let Some(Ok((_, mut respond))) = connection.accept().await {
                        let mut body = respond.send_response(empty_ok(), false).unwrap();
                        body.send_data("<p>Hej".into(), true).unwrap();
                    }
                } else {
                    let _ = stream.read(&mut [0; 4096]).await;
                    let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<p>Hej").await;
                    let _ = stream.shutdown().await;
                }
            });
        }
    });
    address
}

/// An empty head with status 200, of the type that the HTTP/2 server wants.
fn empty_ok<T: Default>() -> T {
    T::default()
}

async fn get(address: std::net::SocketAddr, ca: Vec<Vec<u8>>) -> Result<Fetched, Reason> {
    let settings = FetchSettings {
        deadline: Duration::from_secs(5),
        allow_net: vec!["127.0.1.0/24".parse().unwrap()],
        resolve: vec![("hedlunda.test".to_owned(), address)],
        ca_pem: ca,
        ..FetchSettings::default()
    };
    let url = "https://hedlunda.test/".parse().unwrap();
    Fetcher::new(settings).unwrap().fetch(&url, &Ask::page()).await.result.map_err(|failure| failure.reason)
}

#[tokio::test]
async fn certificate_faults_are_told_apart() {
    let authority = Authority::new();
    let own = Some(authority.pem());
    let self_signed = |ca: bool| {
        let mut params = CertificateParams::new(vec!["hedlunda.test".to_owned()]).unwrap();
        if ca {
            params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        }
        let key = KeyPair::generate().unwrap();
        server_config(params.self_signed(&key).unwrap().der().clone(), &key)
    };
    for (what, config, ca, expected) in [
        ("good", authority.issue("hedlunda.test", 2100), own.clone(), Ok(200)),
        ("expired", authority.issue("hedlunda.test", 2002), own.clone(), Err(Reason::TlsExpired)),
        ("wrong name", authority.issue("sandaker.test", 2100), own.clone(), Err(Reason::TlsWrongName)),
        ("unknown authority", authority.issue("hedlunda.test", 2100), None, Err(Reason::TlsUntrusted)),
        ("self-signed", self_signed(false), own.clone(), Err(Reason::TlsUntrusted)),
        ("self-signed authority", self_signed(true), own, Err(Reason::TlsUntrusted)),
    ] {
        let address = serve(config).await;
        let answer = get(address, ca.into_iter().collect()).await;
        assert_eq!(answer.map(|a| a.status), expected, "{what}");
    }
}

#[tokio::test]
async fn plain_http_on_a_tls_port_is_a_tls_failure() {
    let server = crate::server::Server::start("127.0.1.1", |_| crate::server::html("<p>Hej")).await;
    let answer = get(server.address, Vec::new()).await.map(|a| a.status);
    assert!(matches!(answer, Err(Reason::TlsFailed | Reason::ConnectionReset | Reason::AnswerTimeout)), "{answer:?}");
}

#[tokio::test]
async fn http2_is_spoken_where_offered() {
    let authority = Authority::new();
    let mut config = authority.issue("hedlunda.test", 2100);
    config.alpn_protocols = vec![b"h2".to_vec()];
    let answer = get(serve(config).await, vec![authority.pem()]).await.unwrap();
    assert_eq!((answer.http, answer.body.as_slice()), ("HTTP/2", b"<p>Hej".as_slice()));
}

#[test]
fn a_ca_file_without_certificate_is_refused() {
    for pem in [b"hej".to_vec(), b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n".to_vec()] {
        let settings = FetchSettings { ca_pem: vec![pem], ..FetchSettings::default() };
        assert!(Fetcher::new(settings).err().unwrap().to_string().contains("--ca"));
    }
}
