//! Callbacks over TLS.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use outbound::callback::{
    CallbackConfig, CallbackConfigError, CallbackFailure, CallbackOutcome, HttpCallbacks,
};
use outbound::tls::TlsError;
use rcgen::{CertifiedKey, generate_simple_self_signed};
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring::default_provider;
use tokio_rustls::rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};

use super::shop::{Behaviour, Shop, serve, status};
use super::{deliver, sandbox};

struct SecureShop {
    address: SocketAddr,
    certificate: Vec<u8>,
    requests: Arc<Mutex<Vec<Vec<u8>>>>,
    _server: JoinSet<()>,
}

/// A shop with a certificate of its own for `localhost`.
async fn secure_shop() -> SecureShop {
    let CertifiedKey { cert, signing_key } =
        generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(signing_key.serialize_der()));
    let config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![cert.der().clone()], key)
        .unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let requests = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&requests);
    let mut server = JoinSet::new();
    server.spawn(async move {
        let acceptor = TlsAcceptor::from(Arc::new(config));
        while let Ok((stream, _)) = listener.accept().await {
            if let Ok(stream) = acceptor.accept(stream).await {
                serve(stream, status(200, "Connection: close\r\n"), Arc::clone(&seen)).await;
            }
        }
    });
    SecureShop {
        address,
        certificate: cert.der().to_vec(),
        requests,
        _server: server,
    }
}

impl SecureShop {
    fn url(&self, host: &str) -> String {
        format!("https://{host}:{}/done", self.address.port())
    }

    fn count(&self) -> usize {
        self.requests.lock().unwrap().len()
    }
}

#[tokio::test]
async fn a_named_authority_is_trusted() {
    let shop = secure_shop().await;
    let config = CallbackConfig {
        authorities: vec![shop.certificate.clone()],
        ..sandbox()
    };
    let outcome = deliver(config, shop.url("localhost")).await;
    assert_eq!(outcome, CallbackOutcome::Delivered { status: 200 });
    assert_eq!(shop.count(), 1);
}

#[tokio::test]
async fn a_stranger_and_a_wrong_name_are_not_trusted() {
    let shop = secure_shop().await;
    let stranger = deliver(sandbox(), shop.url("localhost")).await;
    let config = CallbackConfig {
        authorities: vec![shop.certificate.clone()],
        ..sandbox()
    };
    let wrong_name = deliver(config, shop.url("127.0.0.1")).await;
    for outcome in [stranger, wrong_name] {
        let CallbackOutcome::Failed { reason } = &outcome else {
            panic!("{outcome:?}")
        };
        assert!(matches!(reason, CallbackFailure::Unconnected { .. }), "{reason}");
        assert!(reason.to_string().contains("certificate"), "{reason}");
    }
    assert_eq!(shop.count(), 0, "nothing is sent to whom we do not trust");
}

#[tokio::test]
async fn nothing_readable_goes_to_a_server_without_tls() {
    let shop = Shop::open(Behaviour::HangUp).await;
    let config = CallbackConfig {
        timeout: Duration::from_millis(200),
        ..sandbox()
    };
    let outcome = deliver(config, format!("https://{}/", shop.address)).await;
    assert!(matches!(outcome, CallbackOutcome::Failed { .. }), "{outcome:?}");
    assert!(shop.requests().iter().all(|request| !request.contains("done")));
}

#[test]
fn an_unreadable_authority_is_refused_at_start() {
    let config = CallbackConfig {
        authorities: vec![b"not a certificate".to_vec()],
        ..sandbox()
    };
    let error = HttpCallbacks::new(config).unwrap_err();
    assert!(
        matches!(
            error,
            CallbackConfigError::Tls(TlsError::Authority { place: 1, .. })
        ),
        "{error}"
    );
}
