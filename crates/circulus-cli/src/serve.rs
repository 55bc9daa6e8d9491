//! `circulus serve`: the classroom page on this machine.

use std::io::Write;

use anyhow::Context;
use tiny_http::{Header, Method, Request, Response, Server};

/// Serve the classroom page on this machine, to its own browser only
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Port on 127.0.0.1; 0 for any that is free
    #[arg(long, value_name = "PORT", default_value_t = 8421)]
    port: u16,
}

/// A file of the page: path, media type, content.
type File = (&'static str, &'static str, &'static [u8]);

#[cfg(page)]
const FILES: &[File] = &[
    ("/", "text/html; charset=utf-8", include_bytes!("../../../web/dist/index.html")),
    ("/sw.js", "text/javascript; charset=utf-8", include_bytes!("../../../web/dist/sw.js")),
];
#[cfg(not(page))]
const FILES: &[File] = &[];

/// What the page may do: run what is in it, and nothing from anywhere else.
const POLICY: &str = "default-src 'none'; script-src 'unsafe-inline' 'wasm-unsafe-eval' blob:; style-src 'unsafe-inline'; \
                      img-src data: blob:; worker-src 'self' blob:; connect-src 'self'; base-uri 'none'; form-action 'none'; \
                      frame-ancestors 'none'";

pub fn execute(arguments: Arguments) -> anyhow::Result<()> {
    anyhow::ensure!(
        !FILES.is_empty(),
        "this program was built without the page; run web/build.sh in the sources, then build the program again"
    );
    let server = Server::http(("127.0.0.1", arguments.port)).map_err(|error| {
        anyhow::anyhow!(
            "cannot listen on 127.0.0.1:{}: {error}; choose another port with --port, 0 for any",
            arguments.port
        )
    })?;
    let port = server.server_addr().to_ip().context("the server has no port")?.port();
    let mut out = std::io::stdout().lock();
    writeln!(out, "The page is at http://127.0.0.1:{port}/ (Ctrl-C ends it).")?;
    out.flush()?;
    for request in server.incoming_requests() {
        let (status, kind, content) = answer(&request, port);
        // Somebody who went away is no fault of ours.
        let _ = respond(request, status, kind, content);
    }
    Ok(())
}

/// Status, media type and content: the page's files, asked for by this machine's names, and nothing else.
fn answer(request: &Request, port: u16) -> (u16, &'static str, &'static [u8]) {
    const TEXT: &str = "text/plain; charset=utf-8";
    let names = [format!("127.0.0.1:{port}"), format!("localhost:{port}")];
    let hosts: Vec<&Header> = request.headers().iter().filter(|header| header.field.equiv("Host")).collect();
    if hosts.len() != 1 || !hosts.iter().all(|host| names.iter().any(|name| host.value == name.as_str())) {
        return (403, TEXT, b"This page is served to 127.0.0.1 and localhost only.\n");
    }
    if !matches!(request.method(), Method::Get | Method::Head) {
        return (405, TEXT, b"Only GET and HEAD.\n");
    }
    let path = request.url().split(['?', '#']).next().unwrap_or_default();
    match FILES.iter().find(|(name, ..)| *name == path) {
        Some((_, kind, content)) => (200, kind, content),
        None => (404, TEXT, b"There is no such file; the page is at /.\n"),
    }
}

fn respond(request: Request, status: u16, kind: &str, content: &'static [u8]) -> std::io::Result<()> {
    let mut response = Response::from_data(content).with_status_code(status);
    for (field, value) in [
        ("Content-Type", kind),
        ("Content-Security-Policy", POLICY),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "no-referrer"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("Cache-Control", "no-cache"),
        ("Allow", "GET, HEAD"),
    ] {
        if let Ok(header) = Header::from_bytes(field, value) {
            response.add_header(header);
        }
    }
    request.respond(response)
}
