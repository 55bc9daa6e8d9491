//! The server of the classroom page, over real sockets: what it serves, what it refuses, and what no client can do to
//! it.

use std::io::{ErrorKind, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::thread::{JoinHandle, sleep, spawn};
use std::time::{Duration, Instant};

use circulus_cli::server::{File, Limits, serve};
use tokio::sync::Notify;

const PAGE: &[u8] = b"<!doctype html><title>The page</title>\n";
/// More than the system buffers for a client that does not read.
const LARGE: usize = 32 << 20;
const FILES: &[File] = &[
    File { path: "/", media_type: "text/html; charset=utf-8", content: PAGE },
    File { path: "/sw.js", media_type: "text/javascript; charset=utf-8", content: b"// worker\n" },
    File { path: "/large", media_type: "application/octet-stream", content: &[b'x'; LARGE] },
];

const SHORT: Duration = Duration::from_millis(300);
/// What takes longer than this has hung.
const LONG: Duration = Duration::from_secs(20);
const PATIENT: Limits =
    Limits { connections: 64, request_time: LONG, connection_time: LONG, ending_time: LONG };

struct Server {
    port: u16,
    end: Arc<Notify>,
    serving: Option<JoinHandle<std::io::Result<()>>>,
}

impl Server {
    fn with(limits: Limits) -> Server {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let end = Arc::new(Notify::new());
        let told = end.clone();
        let serving = spawn(move || serve(listener, FILES, limits, told.notified()));
        Server { port, end, serving: Some(serving) }
    }

    /// A connection over which this was sent.
    fn sent(&self, bytes: impl AsRef<[u8]>) -> TcpStream {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).unwrap();
        stream.set_read_timeout(Some(LONG)).unwrap();
        stream.set_write_timeout(Some(LONG)).unwrap();
        // The server may refuse before it has read all.
        let _ = stream.write_all(bytes.as_ref());
        stream
    }

    /// The answer to what is sent; `PORT` stands for the port.
    fn answer(&self, request: &str) -> Answer {
        Answer::on(self.sent(request.replace("PORT", &self.port.to_string())))
    }

    fn get(&self, path: &str) -> Answer {
        self.answer(&format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n"))
    }

    /// Tells the server to end, and waits until it has.
    fn ended(&mut self) -> Duration {
        let since = Instant::now();
        self.end.notify_one();
        self.serving.take().unwrap().join().unwrap().unwrap();
        since.elapsed()
    }
}

/// All that was received until the server closed the connection.
struct Answer {
    head: String,
    content: Vec<u8>,
}

impl Answer {
    fn on(mut stream: TcpStream) -> Answer {
        let mut read = Vec::new();
        if let Err(error) = stream.read_to_end(&mut read) {
            // Reset: the server closed before it had read all that was sent.
            assert_eq!(error.kind(), ErrorKind::ConnectionReset, "no end of an answer: {error}");
        }
        let end = read.windows(4).position(|bytes| bytes == b"\r\n\r\n").map_or(read.len(), |at| at + 4);
        let content = read.split_off(end);
        Answer { head: String::from_utf8(read).unwrap().to_lowercase(), content }
    }

    /// Status; 0 when there was no answer.
    fn status(&self) -> u16 {
        self.head.split(' ').nth(1).map_or(0, |status| status.parse().unwrap())
    }

    fn has(&self, line: &str) -> bool {
        self.head.lines().any(|own| own == line)
    }

    /// Asserts that the answer has the headers that all answers of the server have; returns its status.
    fn sound(&self) -> u16 {
        for name in ["content-security-policy: default-src 'none';", "content-type: text/"] {
            assert!(self.head.lines().any(|line| line.starts_with(name)), "no {name} in {}", self.head);
        }
        for line in [
            "x-content-type-options: nosniff",
            "referrer-policy: no-referrer",
            "cross-origin-resource-policy: same-origin",
            "cache-control: no-cache",
        ] {
            assert!(self.has(line), "no {line} in {}", self.head);
        }
        self.status()
    }
}

#[test]
fn the_files_are_served() {
    let server = Server::with(PATIENT);
    for path in ["/", "/?language=ru", "/#v=1"] {
        let answer = server.get(path);
        assert_eq!((answer.sound(), &answer.content[..]), (200, PAGE));
        assert!(answer.has("content-type: text/html; charset=utf-8"), "{}", answer.head);
    }
    let worker = server.get("/sw.js");
    assert_eq!((worker.sound(), &worker.content[..]), (200, &b"// worker\n"[..]));
    assert!(worker.has("content-type: text/javascript; charset=utf-8"), "{}", worker.head);
}

#[test]
fn the_answer_to_head_has_no_content() {
    let server = Server::with(PATIENT);
    for (path, status, length) in [("/", 200, PAGE.len()), ("/none", 404, 41)] {
        let answer = server.answer(&format!("HEAD {path} HTTP/1.1\r\nHost: localhost:PORT\r\n\r\n"));
        assert_eq!((answer.sound(), answer.content.len()), (status, 0));
        assert!(answer.has(&format!("content-length: {length}")), "{}", answer.head);
    }
}

#[test]
fn nothing_but_the_files_is_served() {
    let server = Server::with(PATIENT);
    for path in [
        "/Cargo.toml",
        "/../Cargo.toml",
        "/%2e%2e/Cargo.toml",
        "/..%5cCargo.toml",
        "/sw.js/",
        "//sw.js",
        "/sw.js/../../etc/passwd",
        "/%00",
        "/{path}",
        "/*",
    ] {
        let answer = server.get(path);
        assert_eq!(
            (answer.sound(), &answer.content[..]),
            (404, &b"There is no such file; the page is at /.\n"[..]),
            "{path}"
        );
    }
}

#[test]
fn only_local_hosts_are_accepted() {
    let server = Server::with(PATIENT);
    let port = server.port;
    for (first, hosts, status) in [
        ("GET / HTTP/1.1", vec![format!("127.0.0.1:{port}")], 200),
        ("GET / HTTP/1.1", vec![format!("localhost:{port}")], 200),
        ("GET / HTTP/1.0", vec![format!("localhost:{port}")], 200),
        ("GET http://localhost:PORT/ HTTP/1.1", vec![format!("localhost:{port}")], 200),
        ("GET / HTTP/1.1", vec![], 403),
        ("GET / HTTP/1.0", vec![], 403),
        ("GET / HTTP/1.1", vec!["127.0.0.1".to_owned()], 403),
        ("GET / HTTP/1.1", vec![format!("127.0.0.1:{}", port ^ 1)], 403),
        ("GET / HTTP/1.1", vec![format!("evil.example:{port}")], 403),
        ("GET / HTTP/1.1", vec![format!("localhost:{port}.evil.example")], 403),
        ("GET / HTTP/1.1", vec![format!("localhost:{port}"), format!("localhost:{port}")], 403),
        ("GET / HTTP/1.1", vec![format!("localhost:{port}"), "evil.example".to_owned()], 403),
        ("GET http://evil.example/ HTTP/1.1", vec![format!("localhost:{port}")], 403),
        ("POST /none HTTP/1.1", vec!["evil.example".to_owned()], 403),
    ] {
        let lines: String = hosts.iter().map(|host| format!("Host: {host}\r\n")).collect();
        assert_eq!(server.answer(&format!("{first}\r\n{lines}\r\n")).sound(), status, "{first} {hosts:?}");
    }
}

#[test]
fn only_get_and_head_are_allowed() {
    let server = Server::with(PATIENT);
    for first in ["POST /", "PUT /sw.js", "DELETE /", "PATCH /none", "TRACE /", "OPTIONS *", "BREW /"] {
        let answer = server.answer(&format!("{first} HTTP/1.1\r\nHost: localhost:PORT\r\n\r\n"));
        assert_eq!(answer.sound(), 405, "{first}");
        assert!(answer.has("allow: get, head"), "{}", answer.head);
    }
    assert_eq!(server.get("/").sound(), 200);
}

#[test]
fn requests_with_content_are_refused() {
    let server = Server::with(PATIENT);
    for (first, host, lines, status) in [
        ("GET /", "localhost:PORT", "Content-Length: 0", 200),
        ("GET /", "localhost:PORT", "Content-Length: 1", 413),
        ("GET /", "localhost:PORT", "Content-Length: 99999999999999", 413),
        ("GET /", "evil.example", "Content-Length: 99999999999999", 403),
        ("POST /", "localhost:PORT", "Content-Length: 99999999999999", 405),
        ("GET /", "localhost:PORT", "Content-Length: 1000\r\nExpect: 100-continue", 413),
        ("GET /", "localhost:PORT", "Transfer-Encoding: chunked", 413),
    ] {
        let answer = server.answer(&format!("{first} HTTP/1.1\r\nHost: {host}\r\n{lines}\r\n\r\n"));
        assert_eq!(answer.sound(), status, "{first} {host} {lines}");
    }
    for lines in [
        "Content-Length: 99999999999999999999999999",
        "Content-Length: -1",
        "Content-Length: 1\r\nContent-Length: 2",
    ] {
        let answer = server.answer(&format!("GET / HTTP/1.1\r\nHost: localhost:PORT\r\n{lines}\r\n\r\n"));
        assert_eq!((answer.status(), answer.content.len()), (400, 0), "{lines}");
    }
    assert_eq!(server.get("/").sound(), 200);
}

#[test]
fn a_client_that_withholds_its_content_delays_nobody() {
    let server = Server::with(PATIENT);
    let request =
        format!("POST / HTTP/1.1\r\nHost: localhost:{}\r\nContent-Length: 1000\r\n\r\n", server.port);
    let silent: Vec<TcpStream> = (0..10).map(|_| server.sent(&request)).collect();
    assert_eq!(server.get("/").sound(), 200);
    for stream in silent {
        assert_eq!(Answer::on(stream).sound(), 405);
    }
}

#[test]
fn header_lines_are_limited() {
    let server = Server::with(PATIENT);
    let with = |lines: &str| server.answer(&format!("GET / HTTP/1.1\r\nHost: localhost:PORT\r\n{lines}\r\n"));
    let lines = |count: usize| (0..count).map(|line| format!("X-{line}: 1\r\n")).collect::<String>();
    assert_eq!(with(&lines(90)).sound(), 200);
    assert_eq!(with(&format!("X: {}\r\n", "x".repeat(8_000))).sound(), 200);
    for too_much in [lines(101), lines(10_000), format!("X: {}\r\n", "x".repeat(1 << 20))] {
        let answer = with(&too_much);
        assert_eq!((answer.status(), answer.content.len()), (431, 0));
    }
    assert_ne!(server.get(&format!("/{}", "x".repeat(1 << 20))).status(), 200);
    assert_eq!(server.get("/").sound(), 200);
}

#[test]
fn an_invalid_request_ends_only_its_own_connection() {
    let server = Server::with(PATIENT);
    for garbage in [
        &b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"[..],
        b"\0\0\0\0\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"GET\r\n\r\n",
    ] {
        let answer = Answer::on(server.sent(garbage));
        assert!([0, 400].contains(&answer.status()) && answer.content.is_empty(), "{}", answer.head);
    }
    // Only the first of several requests is answered.
    for more in [&b"\xff\0\r\n\r\n garbage"[..], b"GET /sw.js HTTP/1.1\r\nHost: evil.example\r\n\r\n"] {
        let request = format!("GET / HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", server.port);
        let answer = Answer::on(server.sent([request.as_bytes(), more].concat()));
        assert_eq!((answer.sound(), &answer.content[..]), (200, PAGE));
    }
    assert_eq!(server.get("/").sound(), 200);
}

#[test]
fn a_request_that_comes_byte_by_byte_runs_out_of_time() {
    let server = Server::with(Limits { request_time: SHORT, ..PATIENT });
    let since = Instant::now();
    let mut slow = server.sent("GET / HTTP/1.1\r\nX: ");
    slow.set_read_timeout(Some(Duration::from_millis(10))).unwrap();
    let closed = |slow: &mut TcpStream| match slow.read(&mut [0]) {
        Ok(0) => true,
        Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => false,
        Err(error) => error.kind() == ErrorKind::ConnectionReset,
        Ok(_) => panic!("an answer to half a request"),
    };
    while slow.write_all(b"x").is_ok() && !closed(&mut slow) {
        assert!(since.elapsed() < LONG, "a slow client is never cut off");
    }
    assert!(since.elapsed() >= SHORT, "cut off after {:?}", since.elapsed());
    assert_eq!(server.get("/").sound(), 200);
}

#[test]
fn connections_beyond_the_limit_wait() {
    let server = Server::with(Limits { connections: 2, ..PATIENT });
    let idle = [server.sent(""), server.sent("GET")];
    let request = format!("GET / HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", server.port);
    let mut third = server.sent(request);
    third.set_read_timeout(Some(SHORT)).unwrap();
    let error = third.read(&mut [0]).expect_err("answered beyond the limit");
    assert!(matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut), "{error}");
    drop(idle);
    third.set_read_timeout(Some(LONG)).unwrap();
    assert_eq!(Answer::on(third).sound(), 200);
}

#[test]
fn idle_connections_make_room() {
    let server = Server::with(Limits { request_time: SHORT, ..PATIENT });
    let idle: Vec<TcpStream> = (0..200).map(|_| server.sent("")).collect();
    assert_eq!(server.get("/").sound(), 200);
    drop(idle);
}

#[test]
fn a_client_that_does_not_read_runs_out_of_time() {
    let server = Server::with(Limits { connections: 1, connection_time: SHORT, ..PATIENT });
    let deaf = server.sent(format!("GET /large HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", server.port));
    assert_eq!(server.get("/").sound(), 200);
    assert!(Answer::on(deaf).content.len() < LARGE);
}

#[test]
fn the_end_waits_for_answers_but_not_for_idle_clients() {
    let mut server = Server::with(PATIENT);
    let idle = server.sent("");
    let mut reader = server.sent(format!("GET /large HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", server.port));
    let mut first = [0; 15];
    reader.read_exact(&mut first).unwrap();
    assert_eq!(&first, b"HTTP/1.1 200 OK");
    let rest = spawn(move || {
        sleep(SHORT);
        Answer::on(reader).content.len()
    });
    let took = server.ended();
    assert!((SHORT..LONG / 4).contains(&took), "{took:?}");
    assert_eq!(rest.join().unwrap(), LARGE);
    assert!(TcpStream::connect((Ipv4Addr::LOCALHOST, server.port)).is_err());
    drop(idle);
}

#[test]
fn the_end_does_not_wait_for_ever() {
    let mut server = Server::with(Limits { ending_time: SHORT, ..PATIENT });
    let mut deaf = server.sent(format!("GET /large HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", server.port));
    deaf.read_exact(&mut [0; 15]).unwrap();
    let took = server.ended();
    assert!((SHORT..LONG).contains(&took), "{took:?}");
}

/// The program itself. Built with the page, it serves until it is interrupted; built without, it says how to get it.
#[test]
fn the_program_serves_the_page_that_it_was_built_with() {
    let mut program = Command::new(env!("CARGO_BIN_EXE_circulus"))
        .args(["serve", "--port", "0"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    if cfg!(not(page)) {
        let output = program.wait_with_output().unwrap();
        let told = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{told}");
        assert!(told.contains("built without the page; run web/build.sh"), "{told}");
        return;
    }
    let mut line = Vec::new();
    let mut out = program.stdout.take().unwrap();
    while line.last() != Some(&b'\n') {
        let mut byte = [0];
        out.read_exact(&mut byte).unwrap();
        line.extend(byte);
    }
    let line = String::from_utf8(line).unwrap();
    let port = line.strip_prefix("The page is at http://127.0.0.1:").unwrap();
    let port: u16 = port.strip_suffix("/ (Ctrl-C ends it).\n").unwrap().parse().unwrap();
    let server = Server { port, end: Arc::new(Notify::new()), serving: None };
    assert_eq!(server.get("/").sound(), 200);
    assert_eq!(server.get("/sw.js").sound(), 200);
    if cfg!(unix) {
        let told = Command::new("kill").args(["-INT", &program.id().to_string()]).status().unwrap();
        assert!(told.success());
        assert_eq!(program.wait().unwrap().code(), Some(0));
    } else {
        program.kill().unwrap();
        program.wait().unwrap();
    }
}
