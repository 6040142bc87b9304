//! What the register tells without being asked.

use register_kz::{
    AnswerBody, BlockReason, CashRegister, Command, DocumentNumber, Mode, Notice, NoticeLevel, Rollover,
    ShiftNumber,
};

use crate::matrix::{autonomous, closed, opened, set_aside};
use crate::support::{at, ok, result};

#[test]
fn a_shift_is_spoken_of_in_its_last_hour_and_after_its_end() {
    let desk = opened(Rollover::Manual);
    let notices = |now| desk.register.notices(now);
    assert_eq!(notices(at(23, 0)), []);
    let shift = ShiftNumber::new(1);
    let near = Notice::ShiftNearsEnd {
        shift,
        ends_at: at(24, 1),
    };
    assert_eq!(notices(at(23, 1)), std::slice::from_ref(&near));
    assert_eq!(notices(at(24, 1)), [near]);
    let expired = Notice::ShiftExpired {
        shift,
        opened_at: at(0, 1),
    };
    assert_eq!(notices(at(24, 1).plus_s(1)), std::slice::from_ref(&expired));
    assert_eq!(expired.level(), NoticeLevel::Stop);
    assert_eq!(closed().register.notices(at(40, 0)), []);
    assert_eq!(CashRegister::new().notices(at(0, 0)), []);
}

#[test]
fn the_end_of_72_hours_is_spoken_of_half_a_day_before() {
    let desk = autonomous(Rollover::Manual);
    let told = |now| -> Vec<Notice> {
        let all = desk.register.notices(now);
        let is_of_shift =
            |one: &Notice| matches!(one, Notice::ShiftExpired { .. } | Notice::ShiftNearsEnd { .. });
        all.into_iter().filter(|one| !is_of_shift(one)).collect()
    };
    let since = at(0, 2);
    let goes_on = Notice::Autonomous { since, count: 1 };
    assert_eq!(told(at(60, 1)), std::slice::from_ref(&goes_on));
    let blocks_at = at(72, 2);
    let near = Notice::AutonomousNearsEnd { blocks_at };
    assert_eq!(told(at(60, 2)), [near.clone(), goes_on.clone()]);
    assert_eq!(told(blocks_at), [near, goes_on]);
    let reason = BlockReason::AutonomousTooLong { since };
    assert_eq!(told(blocks_at.plus_s(1)), [Notice::Blocked { reason }]);
}

#[test]
fn a_clock_that_stepped_back_a_block_and_what_was_set_aside_are_told() {
    let desk = closed();
    let last = at(0, 2);
    assert_eq!(
        desk.register.notices(last.plus_s(-1)),
        [Notice::ClockBehind { last }]
    );
    let mut stopped = autonomous(Rollover::Manual);
    stopped.exchange(&result(13), at(0, 3));
    let Mode::Blocked { reason } = stopped.register.mode(at(0, 3)) else {
        panic!()
    };
    assert!(
        reason.to_string().contains("because"),
        "the operator's words: {reason}"
    );
    assert_eq!(stopped.register.notices(at(0, 3)), [Notice::Blocked { reason }]);
    let mut aside = set_aside();
    assert_eq!(aside.register.notices(at(0, 4)), [Notice::SetAside { count: 1 }]);
    aside.exchange(&ok(AnswerBody::Empty), at(0, 4));
    let number = DocumentNumber::new(2);
    aside.handle(Command::SendAgain { number }, at(0, 4)).unwrap();
    aside.exchange(&ok(AnswerBody::Empty), at(0, 4));
    assert_eq!(aside.register.notices(at(0, 4)), []);
}
