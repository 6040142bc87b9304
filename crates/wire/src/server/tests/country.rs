//! Both countries on one port.

use super::*;

#[tokio::test(start_paused = true)]
async fn registers_of_both_countries_are_served_side_by_side() {
    let server = Running::start(config());
    let mut streams = [0, 1, 2, 3].map(|number| (BOTH[number % 2], server.connect()));
    for number in 0..20_u32 {
        for (dialect, stream) in &mut streams {
            exchange(*dialect, stream, &number.to_be_bytes()).await;
        }
    }
}

#[tokio::test(start_paused = true)]
async fn the_country_is_told_however_the_first_bytes_are_cut() {
    let server = Running::start(config());
    for dialect in BOTH {
        let message = frame(dialect, b"body");
        for cut in 1..8 {
            let mut stream = server.connect();
            let (first, second) = message.split_at(cut);
            stream.write_all(first).await.unwrap();
            tokio::time::sleep(Duration::from_secs(1)).await;
            stream.write_all(second).await.unwrap();
            expect(dialect, &mut stream, b"body").await;
            exchange(dialect, &mut stream, b"next").await;
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_connection_does_not_change_its_country() {
    let server = Running::start(config());
    for (own, other) in [
        (Dialect::Russia, Dialect::Kazakhstan),
        (Dialect::Kazakhstan, Dialect::Russia),
    ] {
        let mut stream = server.connect();
        exchange(own, &mut stream, b"mine").await;
        stream.write_all(&frame(other, b"foreign")).await.unwrap();
        // Bytes of no message get no answer in either protocol.
        assert_eq!(rest(&mut stream).await, NOTHING, "{own:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn the_time_of_a_message_counts_from_the_first_byte_and_not_from_the_one_that_told_the_country() {
    let server = Running::start(config());
    for dialect in BOTH {
        let (start, mut slow) = (Instant::now(), server.connect());
        let message = frame(dialect, b"slow");
        slow.write_all(&message[..1]).await.unwrap();
        tokio::time::sleep(Duration::from_secs(20)).await;
        slow.write_all(&message[1..10]).await.unwrap();
        assert_eq!(rest(&mut slow).await, NOTHING);
        assert_eq!(start.elapsed().as_secs(), 30, "{dialect:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_peer_of_which_one_byte_came_is_cut_slow_or_stopped_like_any_other() {
    let mut server = Running::start(config());
    for dialect in BOTH {
        let first = &frame(dialect, b"body")[..1];
        let mut cut = server.connect();
        cut.write_all(first).await.unwrap();
        cut.shutdown().await.unwrap();
        assert_eq!(rest(&mut cut).await, NOTHING);

        let (start, mut slow) = (Instant::now(), server.connect());
        slow.write_all(first).await.unwrap();
        assert_eq!(rest(&mut slow).await, NOTHING);
        assert_eq!(start.elapsed().as_secs(), 30);
    }
    let mut silent = server.connect();
    tokio::time::sleep(Duration::from_millis(1)).await;
    server.stop.send(true).unwrap();
    assert_eq!(rest(&mut silent).await, NOTHING);
    server.ended().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn tls_is_closed_without_an_answer_and_harms_nobody_else() {
    let server = Running::start(config());
    let mut honest = server.connect();
    let hello = [
        &[0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xFC, 0x03, 0x03][..],
        &[7; 500],
    ]
    .concat();
    for cut in [1, 2, 11] {
        let mut tls = server.connect();
        let start = Instant::now();
        tls.write_all(&hello[..cut]).await.unwrap();
        tokio::task::yield_now().await;
        tls.write_all(&hello[cut..]).await.unwrap();
        tls.shutdown().await.unwrap();
        assert_eq!(rest(&mut tls).await, NOTHING, "cut at {cut}");
        assert!(start.elapsed() < Duration::from_secs(1));
        exchange(Dialect::Kazakhstan, &mut honest, b"honest").await;
    }
}
