//! `circulus serve`: the classroom page on this machine.

use std::net::{Ipv4Addr, TcpListener};
use std::sync::Arc;

use anyhow::Context;
use tokio::sync::Notify;

use super::print;
use super::server::{File, Limits, serve};

/// Serve the classroom page on this machine, to its own browser only
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Port on 127.0.0.1; 0 for any that is free
    #[arg(long, value_name = "PORT", default_value_t = 8421, value_parser = super::whole::<u16>(0, 65_535))]
    port: u16,
}

#[cfg(page)]
const FILES: &[File] = &[
    File {
        path: "/",
        media_type: "text/html; charset=utf-8",
        content: include_bytes!("../../../web/dist/index.html"),
    },
    File {
        path: "/sw.js",
        media_type: "text/javascript; charset=utf-8",
        content: include_bytes!("../../../web/dist/sw.js"),
    },
];
#[cfg(not(page))]
const FILES: &[File] = &[];

pub fn execute(arguments: Arguments) -> anyhow::Result<()> {
    anyhow::ensure!(
        !FILES.is_empty(),
        "this program was built without the page; run web/build.sh in the sources, then build the program again"
    );
    let listener = listen(arguments.port)?;
    let end = Arc::new(Notify::new());
    let interrupted = end.clone();
    ctrlc::set_handler(move || interrupted.notify_one()).context("cannot listen for signals")?;
    print(&format!("The page is at http://{}/ (Ctrl-C ends it).\n", listener.local_addr()?))?;
    Ok(serve(listener, FILES, Limits::USUAL, end.notified())?)
}

/// Listens for connections from this machine only.
fn listen(port: u16) -> anyhow::Result<TcpListener> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).with_context(|| {
        format!("cannot listen on 127.0.0.1:{port}; choose another port with --port, 0 for any")
    })
}

#[cfg(test)]
mod tests {
    use super::listen;

    #[test]
    fn a_port_that_is_taken_is_named_with_the_remedy() {
        let taken = listen(0).unwrap();
        let port = taken.local_addr().unwrap().port();
        let told = format!("{:#}", listen(port).unwrap_err());
        let expected =
            format!("cannot listen on 127.0.0.1:{port}; choose another port with --port, 0 for any: ");
        assert!(told.starts_with(&expected), "{told}");
        assert!(taken.local_addr().unwrap().ip().is_loopback());
    }
}
