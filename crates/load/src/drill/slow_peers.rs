//! Thousands of peers that send next to nothing, beside registers and shops that work.
//!
//! Rounds with and without them take turns, so that a busy machine harms both alike. Each slow peer must be closed in
//! time, and memory must not grow with them.

use super::{DrillError, Scene, machine_error, prepare_registers, shop_of};
use crate::intake::{self, Overdue, Pace, Plan};
use crate::latency::Latencies;
use crate::ledger::Ledger;
use crate::server::Server;
use crate::shop::Shop;
use crate::{machine, operator, verify};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

const ROUNDS: u32 = 5;
const ROUND: Duration = Duration::from_secs(6);
/// Peers of each kind: heads that do not end, bodies that do not end, operator's messages that do not end.
const SLOW_HEADS: usize = 1000;
const SLOW_BODIES: usize = 1000;
const SLOW_MESSAGES: usize = 2000;
/// Pause between two bytes of a slow peer.
const DRIP: Duration = Duration::from_secs(10);
/// The longest deadline of the platform, with some room.
const CLOSED_WITHIN: Duration = Duration::from_secs(40);
/// Time for all slow peers to connect.
const GATHERED_WITHIN: Duration = Duration::from_secs(10);
/// The crowd is let in before it is measured what it does to others.
const SETTLED: Duration = Duration::from_secs(1);
/// How long the drill waits for an idle machine: on a busy one tails are the machine's own.
const IDLE_PATIENCE: Duration = Duration::from_secs(45);
/// Honest p99 with slow peers, at most so many times the one without; below `UNNOTICED` nobody notices.
const RATIO_MAX: f64 = 2.0;
const UNNOTICED: Duration = Duration::from_millis(5);
const GROWTH_BYTES_MAX: u64 = 200 * 1024 * 1024;
const PATIENCE: Duration = Duration::from_secs(60);

pub(super) fn run(scene: &Scene) -> Result<(), DrillError> {
    let rounds = scene.settings.times.unwrap_or(ROUNDS);
    println!(
        "slow-peers: {SLOW_HEADS} heads, {SLOW_BODIES} bodies and {SLOW_MESSAGES} messages that do not end, {rounds} rounds"
    );
    let (launch, _cluster) = scene.launch(&scene.folder)?;
    let server = launch.start()?;
    let shop = shop_of(&server)?;
    let ledger = Arc::new(Ledger::default());
    let (mut alone, mut beside) = (Vec::new(), Vec::new());
    let condition =
        machine::settle(&scene.folder, IDLE_PATIENCE).map_err(machine_error("the machine's state"))?;
    println!("  machine   {condition}");
    let before = server.resident_bytes().unwrap_or_default();
    let mut most = before;
    let mut closed = Closed::default();
    for round in 0..rounds {
        alone.push(honest(scene, &server, &shop, &ledger, round * 2)?);
        let crowd = Crowd::gather(scene, &server, &shop)?;
        std::thread::sleep(SETTLED);
        beside.push(honest(scene, &server, &shop, &ledger, round * 2 + 1)?);
        most = most.max(server.resident_bytes().unwrap_or_default());
        let wait = if round == 0 { CLOSED_WITHIN } else { Duration::ZERO };
        closed.add(&crowd.disperse(scene, wait));
    }
    println!(
        "  closed    {} slow peers by the platform, the last after {:.1} s; still open {}",
        closed.count,
        closed.latest.as_secs_f64(),
        closed.open
    );
    println!(
        "  memory    {} MiB before, {} MiB at most",
        before >> 20,
        most >> 20
    );
    let verdict = scene.runtime.block_on(verify::ledger(&shop, &ledger, PATIENCE));
    println!("  verify    {verdict}");
    super::end(server)?;
    if !verdict.is_clean() {
        return Err(DrillError::Broken(
            "acknowledged receipts are not what was promised".to_owned(),
        ));
    }
    if closed.open > 0 || closed.count == 0 {
        return Err(DrillError::Broken(format!(
            "{} slow peers were still connected after {CLOSED_WITHIN:?}",
            closed.open
        )));
    }
    if most.saturating_sub(before) > GROWTH_BYTES_MAX {
        return Err(DrillError::Broken("memory grew beyond its bound".to_owned()));
    }
    compare("shop", &alone, &beside, |honest| &honest.shop)?;
    compare("operator", &alone, &beside, |honest| &honest.operator)
}

fn compare(
    side: &str,
    alone: &[Honest],
    beside: &[Honest],
    of: impl Fn(&Honest) -> &Latencies,
) -> Result<(), DrillError> {
    let median = |rounds: &[Honest]| {
        let mut all: Vec<_> = rounds.iter().map(|round| of(round).quantile(0.99)).collect();
        all.sort();
        all.get(all.len() / 2).copied().unwrap_or_default()
    };
    let (alone, beside) = (median(alone), median(beside));
    let ratio = beside.as_secs_f64() / alone.as_secs_f64().max(1e-6);
    println!("  {side:<9} p99 {alone:.2?} alone, {beside:.2?} beside slow peers: {ratio:.2} times");
    match ratio <= RATIO_MAX || beside <= UNNOTICED {
        true => Ok(()),
        false => Err(DrillError::Broken(format!(
            "{side}: slow peers made honest ones wait {ratio:.2} times"
        ))),
    }
}

/// Latencies of those who work.
struct Honest {
    shop: Latencies,
    operator: Latencies,
}

fn honest(
    scene: &Scene,
    server: &Server,
    shop: &Shop,
    ledger: &Arc<Ledger>,
    round: u32,
) -> Result<Honest, DrillError> {
    let now = machine::moscow_now();
    // Each round has registers of its own: a storage goes on where it stopped.
    let registers = prepare_registers(scene.settings.seed + u64::from(round) * 16, now)?;
    let address = server.facts["ofd"].as_str().unwrap_or_default().to_owned();
    let plan = Plan {
        run: format!("slow-{round}"),
        pace: Pace::PerSecond(scene.settings.rate),
        duration: ROUND,
        connections: 32,
        patience: PATIENCE,
        repeat_percent: 0,
        overdue: Overdue::Sent,
    };
    let (sold, confirmed) = scene.runtime.block_on(async {
        tokio::join!(
            intake::run(shop, &plan, ledger),
            operator::run(
                &address,
                registers,
                Pace::PerSecond(super::OPERATOR_RATE),
                ROUND,
                now,
                operator::Checking::AtOnce,
            )
        )
    });
    if sold.unknown + sold.refused > 0 || !confirmed.wrong.is_empty() || confirmed.broken > 0 {
        return Err(DrillError::Broken(format!(
            "who works is not served: {sold}; {confirmed}"
        )));
    }
    Ok(Honest {
        shop: sold.latencies,
        operator: confirmed.latencies,
    })
}

/// Slow peers that are connected.
struct Crowd {
    peers: JoinSet<Option<Duration>>,
}

#[derive(Default)]
struct Closed {
    count: u64,
    open: u64,
    latest: Duration,
}

impl Closed {
    fn add(&mut self, other: &Self) {
        self.count += other.count;
        self.open += other.open;
        self.latest = self.latest.max(other.latest);
    }
}

impl Crowd {
    /// All of them, or none: fewer peers would show less.
    fn gather(scene: &Scene, server: &Server, shop: &Shop) -> Result<Self, DrillError> {
        let mut peers = JoinSet::new();
        let connected = Arc::new(AtomicU64::new(0));
        let operator = server.facts["ofd"].as_str().unwrap_or_default().to_owned();
        let honest = shop.put_task("slow", 1);
        let body_at = honest
            .windows(4)
            .position(|four| four == b"\r\n\r\n")
            .unwrap_or_default()
            + 4;
        for (count, address, begin) in [
            (SLOW_HEADS, shop.address(), &b"GET / HTTP/1.1\r\nX-"[..]),
            (
                SLOW_BODIES,
                shop.address(),
                honest.get(..body_at + 1).unwrap_or_default(),
            ),
            (SLOW_MESSAGES, operator.as_str(), &[0x2A, 0x08, 0x41, 0x0A][..]),
        ] {
            for _ in 0..count {
                let (address, begin, connected) =
                    (address.to_owned(), begin.to_vec(), Arc::clone(&connected));
                peers.spawn_on(drip(address, begin, connected), scene.runtime.handle());
            }
        }
        let wanted = u64::try_from(SLOW_HEADS + SLOW_BODIES + SLOW_MESSAGES).unwrap_or(u64::MAX);
        let begun = Instant::now();
        while connected.load(Ordering::Relaxed) < wanted && begun.elapsed() < GATHERED_WITHIN {
            std::thread::sleep(Duration::from_millis(20));
        }
        match connected.load(Ordering::Relaxed) {
            all if all == wanted => Ok(Self { peers }),
            some => Err(DrillError::Broken(format!(
                "{some} of {wanted} slow peers got a connection: the drill proves nothing"
            ))),
        }
    }

    /// What became of the peers; those that are open still after `wait` are hung up.
    fn disperse(mut self, scene: &Scene, wait: Duration) -> Closed {
        let mut closed = Closed::default();
        scene.runtime.block_on(async {
            let deadline = Instant::now() + wait;
            while let Ok(Some(ended)) = tokio::time::timeout_at(deadline.into(), self.peers.join_next()).await
            {
                if let Ok(Some(after)) = ended {
                    closed.count += 1;
                    closed.latest = closed.latest.max(after);
                }
            }
            // Without a wait nothing is said about those that are left.
            if !wait.is_zero() {
                closed.open = u64::try_from(self.peers.len()).unwrap_or(u64::MAX);
            }
            self.peers.shutdown().await;
        });
        closed
    }
}

/// Sends a byte now and then until the platform closes; how long that took, `None` if nobody answered the call.
async fn drip(address: String, begin: Vec<u8>, connected: Arc<AtomicU64>) -> Option<Duration> {
    let mut stream = TcpStream::connect(&address).await.ok()?;
    stream.write_all(&begin).await.ok()?;
    connected.fetch_add(1, Ordering::Relaxed);
    let begun = Instant::now();
    let mut answer = [0; 1024];
    loop {
        tokio::select! {
            read = stream.read(&mut answer) => if matches!(read, Ok(0) | Err(_)) {
                return Some(begun.elapsed());
            },
            () = tokio::time::sleep(DRIP) => if stream.write_all(b"a").await.is_err() {
                return Some(begun.elapsed());
            },
        }
    }
}

/// Descriptors that the drill itself needs.
pub(super) fn check_descriptors() -> Result<(), DrillError> {
    let needed = SLOW_HEADS + SLOW_BODIES + SLOW_MESSAGES + 256;
    let limits = std::fs::read_to_string("/proc/self/limits").map_err(machine_error("the limits"))?;
    let allowed = limits
        .lines()
        .find_map(|line| line.strip_prefix("Max open files"))
        .and_then(|rest| rest.split_whitespace().next())
        .and_then(|soft| soft.parse::<usize>().ok())
        .unwrap_or(usize::MAX);
    match allowed >= needed {
        true => Ok(()),
        false => Err(DrillError::Broken(format!(
            "this drill opens {needed} connections and may open {allowed}: raise the limit with `ulimit -n`"
        ))),
    }
}
