//! The bare line between a seat and the service: frames, and bytes that are none.

use std::io::Write;
use std::os::unix::net::UnixStream;
use std::path::Path;

use zhiben::ask::answer::Answer;
use zhiben::ask::query::Query;
use zhiben::codec;
use zhiben::desk::SubmitError;
use zhiben::desk::frame;
use zhiben::desk::wire::{Hello, THIS_PROGRAM, ToOwner, ToSeat, build_of_program, greeting};
use zhiben::model::command::{Command, Receipt};

use super::bureau::ticket;

pub struct Line {
    pub stream: UnixStream,
    last: u32,
}

impl Line {
    /// Greets as this very build does.
    pub fn to(socket: &Path) -> Line {
        let build = build_of_program(Path::new(THIS_PROGRAM));
        let (line, theirs) = Line::greeting(socket, &build);
        assert_eq!(theirs, build);
        line
    }

    /// Greets as another build does; what the service says it is.
    pub fn greeting(socket: &Path, build: &str) -> (Line, String) {
        let mut stream = UnixStream::connect(socket).unwrap();
        frame::write(&mut stream, &greeting(build)).unwrap();
        let theirs = frame::read(&mut stream, frame::GREETING).unwrap().unwrap();
        let theirs = zhiben::desk::wire::build_of(&theirs).unwrap().to_owned();
        (Line { stream, last: 0 }, theirs)
    }

    /// A line on which nothing was said yet.
    pub fn of(stream: UnixStream) -> Line {
        Line { stream, last: 0 }
    }

    /// Says hello; what is answered.
    pub fn sits(&mut self) -> ToSeat {
        // Who is turned away at the door may find the line shut already.
        let _ = frame::send(&mut self.stream, &ToOwner::Sit(Hello::default()));
        self.hears().unwrap()
    }

    pub fn says(&mut self, message: &ToOwner) {
        frame::send(&mut self.stream, message).unwrap();
    }

    /// The next thing said; [`None`]: the line has ended.
    pub fn hears(&mut self) -> Option<ToSeat> {
        frame::receive(&mut self.stream, frame::LONGEST).ok().flatten()
    }

    /// Bytes as they are; a line that is shut takes none.
    pub fn sends(&mut self, bytes: &[u8]) -> bool {
        self.stream.write_all(bytes).is_ok()
    }

    pub fn asks(&mut self, query: &Query) -> Answer {
        self.last += 1;
        self.says(&ToOwner::Ask(self.last, query.clone()));
        loop {
            match self.hears() {
                Some(ToSeat::Answer(no, answer)) if no == self.last => return *answer,
                Some(ToSeat::News(_)) => {}
                other => panic!("{other:?}"),
            }
        }
    }

    pub fn submits(&mut self, command: &Command) -> Result<Receipt, SubmitError> {
        self.last += 1;
        self.says(&ToOwner::Submit(self.last, ticket(), command.clone()));
        loop {
            match self.hears() {
                Some(ToSeat::Judged(no, judged)) if no == self.last => return judged,
                Some(ToSeat::News(_)) => {}
                other => panic!("{other:?}"),
            }
        }
    }
}

/// A message as it travels: its length, then itself.
pub fn frame_of(message: &ToOwner) -> Vec<u8> {
    let bytes = codec::encode_frame(message).unwrap();
    [&(bytes.len() as u32).to_le_bytes(), bytes.as_slice()].concat()
}
