//! Virtual registers deliver their documents to the operator over TCP, each on its own connection.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

use app::App;
use app::delivery::{self, Answered};
use app::fiscalization::shifts;
use register::{Delivery, DeliveryEvent, FiscalDocumentNumber, Registration};
use store::registers::RegisterRow;
use store::sealed_documents::SealedDocument;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::task::JoinSet;
use types::{FiscalStorageNumber, RegisterId};

/// How often registers are looked for.
const RELOAD_EVERY: Duration = Duration::from_secs(2);

/// How often a register looks for unsent documents when nothing rings.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// Time for a connection to be made.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

pub(crate) async fn run(app: App, address: String, mut stop: watch::Receiver<bool>) {
    let address: Arc<str> = address.into();
    let mut senders: JoinSet<RegisterId> = JoinSet::new();
    let mut running = HashSet::new();
    let mut reload = tokio::time::interval(RELOAD_EVERY);
    loop {
        tokio::select! {
            () = crate::stopped(&mut stop) => break,
            Some(ended) = senders.join_next() => {
                if let Ok(register) = ended {
                    running.remove(&register);
                }
                continue;
            }
            _ = reload.tick() => {}
        }
        let registers = match shifts::virtual_registers(&app).await {
            Ok(registers) => registers,
            Err(error) => {
                tracing::error!(error = %error, "registers cannot be read");
                continue;
            }
        };
        for row in registers {
            if running.insert(row.id) {
                senders.spawn(send(app.clone(), row, Arc::clone(&address), stop.clone()));
            }
        }
    }
    while senders.join_next().await.is_some() {}
}

/// Sends the documents of one storage, until the storage is replaced or the worker stops.
async fn send(app: App, row: RegisterRow, address: Arc<str>, mut stop: watch::Receiver<bool>) -> RegisterId {
    let Some(mut wire) = Wire::of(&row, address) else {
        tracing::error!(
            register.id = row.id.get(),
            "the registration does not read; nothing is delivered"
        );
        crate::stopped(&mut stop).await;
        return row.id;
    };
    loop {
        match delivery::unconfirmed(&app, row.id).await {
            Ok(documents) if documents.first().is_some_and(|first| wire.is_foreign(first)) => return row.id,
            Ok(documents) if !documents.is_empty() => {
                tokio::select! {
                    () = deliver(&app, row.id, &mut wire, documents) => continue,
                    () = crate::stopped(&mut stop) => return row.id,
                }
            }
            Ok(_) => {}
            Err(error) => {
                let error = app::text_of(&error);
                tracing::error!(
                    register.id = row.id.get(),
                    error,
                    "unsent documents cannot be read"
                );
            }
        }
        tokio::select! {
            () = app.signals().document_sealed.notified() => {}
            () = tokio::time::sleep(LOOK_EVERY) => {}
            () = crate::stopped(&mut stop) => return row.id,
        }
    }
}

/// Sends documents in order; all answers become durable together, then the storage moves on.
async fn deliver(app: &App, register: RegisterId, wire: &mut Wire, documents: Vec<SealedDocument>) {
    let mut answers = Vec::with_capacity(documents.len());
    for document in documents {
        let Some(answer) = wire.exchange(&document).await else {
            break;
        };
        let number = document.document_number;
        answers.push(Answered {
            document_number: number,
            document: document.container,
            answer,
        });
    }
    if answers.is_empty() {
        return;
    }
    if let Err(error) = delivery::accept(app, register, answers).await {
        // The documents are sent again, and the operator repeats its answers.
        tracing::error!(
            register.id = register.get(),
            error = app::text_of(&error),
            "confirmations were not kept"
        );
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

/// The socket under a [`Delivery`].
struct Wire {
    storage: FiscalStorageNumber,
    delivery: Delivery,
    address: Arc<str>,
    socket: Option<TcpStream>,
    buffer: Vec<u8>,
}

impl Wire {
    fn of(row: &RegisterRow, address: Arc<str>) -> Option<Self> {
        let storage = FiscalStorageNumber::parse(&row.fiscal_storage_number).ok()?;
        let registration: Registration = app::fiscalization::registration_of(row)?;
        let delivery = Delivery::new(&storage, registration.ffd);
        Some(Self {
            storage,
            delivery,
            address,
            socket: None,
            buffer: vec![0; 4096],
        })
    }

    fn is_foreign(&self, document: &SealedDocument) -> bool {
        document.fiscal_storage_number != self.storage.as_str()
    }

    /// Sends one document until the operator answers. `None`: the document cannot be offered.
    async fn exchange(&mut self, document: &SealedDocument) -> Option<Vec<u8>> {
        let number = u32::try_from(document.document_number)
            .ok()
            .map(FiscalDocumentNumber::new)?;
        if let Err(error) = self.delivery.offer(Instant::now(), number, &document.container) {
            tracing::error!(fiscal_storage = self.storage.as_str(), error = %error, "a document cannot be sent");
            return None;
        }
        loop {
            while let Some(event) = self.delivery.poll_event() {
                match event {
                    DeliveryEvent::Connect => self.connect().await,
                    DeliveryEvent::Disconnect => self.socket = None,
                    DeliveryEvent::Answered { container, .. } => return Some(container),
                    DeliveryEvent::Failed { failure, pause, .. } => {
                        metrics::counter!("qassa_delivery_failures_total").increment(1);
                        tracing::warn!(
                            fiscal_storage = self.storage.as_str(),
                            document.number = number.get(),
                            error = %failure,
                            pause_ms = u64::try_from(pause.as_millis()).unwrap_or(u64::MAX),
                            "a document was not confirmed; it is repeated"
                        );
                    }
                }
            }
            self.advance().await;
        }
    }

    async fn connect(&mut self) {
        match tokio::time::timeout(CONNECT_TIMEOUT, TcpStream::connect(&*self.address)).await {
            Ok(Ok(socket)) => {
                let _ = socket.set_nodelay(true);
                self.socket = Some(socket);
                self.delivery.handle_connected(Instant::now());
            }
            Ok(Err(_)) | Err(_) => self.delivery.handle_disconnected(Instant::now()),
        }
    }

    /// Sends what is to be sent, then waits for bytes or for the timer.
    async fn advance(&mut self) {
        if let Some(bytes) = self.delivery.poll_transmit() {
            let sent = match &mut self.socket {
                Some(socket) => socket.write_all(&bytes).await.is_ok(),
                None => false,
            };
            if !sent {
                self.socket = None;
                self.delivery.handle_disconnected(Instant::now());
                return;
            }
        }
        let until = self.delivery.poll_timeout().map(tokio::time::Instant::from_std);
        let timer = async {
            match until {
                Some(until) => tokio::time::sleep_until(until).await,
                None => std::future::pending().await,
            }
        };
        let read = async {
            match &mut self.socket {
                Some(socket) => socket.read(&mut self.buffer).await.unwrap_or(0),
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            size = read => self.take_bytes(size),
            () = timer => self.delivery.handle_timeout(Instant::now()),
        }
    }

    fn take_bytes(&mut self, size: usize) {
        match self.buffer.get(..size) {
            Some(bytes) if size > 0 => self.delivery.handle_bytes(Instant::now(), bytes),
            Some(_) | None => {
                self.socket = None;
                self.delivery.handle_disconnected(Instant::now());
            }
        }
    }
}
