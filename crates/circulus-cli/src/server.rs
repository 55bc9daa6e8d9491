//! The web server of `circulus serve`: a few files for a browser on this machine, with a limit on every resource that
//! a client could use up.
//!
//! Files are served only to requests that name this machine as their host, so that pages in other tabs cannot read
//! them.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::HttpBody;
use axum::extract::Request;
use axum::http::header::{self, HeaderValue};
use axum::http::{Method, StatusCode};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio::time::{sleep, timeout};

/// A file to serve.
#[derive(Debug, Clone, Copy)]
pub struct File {
    /// Path, such as `/sw.js`.
    pub path: &'static str,
    /// Its media type.
    pub media_type: &'static str,
    /// Content.
    pub content: &'static [u8],
}

/// Limits on clients.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Maximum number of connections; further ones wait until one of these ends.
    pub connections: usize,
    /// Time for a client to send its request, after the connection is accepted.
    pub request_time: Duration,
    /// Total time for a connection: one request and its answer.
    pub connection_time: Duration,
    /// Time to finish open connections when the server is told to stop.
    pub ending_time: Duration,
}

impl Limits {
    /// Limits of `circulus serve`: enough for a browser, even at the far end of a tunnel.
    pub const USUAL: Limits = Limits {
        connections: 64,
        request_time: Duration::from_secs(5),
        connection_time: Duration::from_secs(60),
        ending_time: Duration::from_secs(2),
    };
}

/// Maximum number of header lines; a request with more is answered with 431.
const HEADER_LINES: usize = 100;
/// Maximum total length of request line and headers in bytes; a longer request is answered with 431.
const HEADER_BYTES: usize = 16 * 1024;
/// Pause after accepting a connection failed, for example because no file handles were left.
const PAUSE: Duration = Duration::from_millis(100);

/// Content-Security-Policy: the page may run its own code, and load nothing from elsewhere.
const POLICY: &str = "default-src 'none'; script-src 'unsafe-inline' 'wasm-unsafe-eval' blob:; style-src 'unsafe-inline'; \
                      img-src data: blob:; worker-src 'self' blob:; connect-src 'self'; base-uri 'none'; form-action 'none'; \
                      frame-ancestors 'none'";

/// Serves the files until `end` completes; then finishes open answers, and returns.
///
/// # Errors
/// When the system cannot accept connections at `listener`.
pub fn serve(
    listener: std::net::TcpListener,
    files: &'static [File],
    limits: Limits,
    end: impl Future<Output = ()>,
) -> io::Result<()> {
    listener.set_nonblocking(true)?;
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(async {
        let listener = TcpListener::from_std(listener)?;
        let router = router(files, listener.local_addr()?.port());
        let open = GracefulShutdown::new();
        tokio::select! {
            () = accept(listener, router, limits, &open) => {}
            () = end => {}
        }
        // Connections still open after this are closed when the runtime ends.
        let _ = timeout(limits.ending_time, open.shutdown()).await;
        Ok(())
    })
}

/// Accepts connections, each with its own task, for as long as it is polled.
async fn accept(listener: TcpListener, router: Router, limits: Limits, open: &GracefulShutdown) {
    let free = Arc::new(Semaphore::new(limits.connections));
    while let Ok(place) = free.clone().acquire_owned().await {
        let Ok((stream, _)) = listener.accept().await else {
            sleep(PAUSE).await;
            continue;
        };
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(limits.request_time)
            .max_headers(HEADER_LINES)
            .max_buf_size(HEADER_BYTES)
            .keep_alive(false)
            .serve_connection(TokioIo::new(stream), TowerToHyperService::new(router.clone()));
        let connection = open.watch(connection);
        tokio::spawn(async move {
            // A client that disconnected, was too slow or did not speak HTTP is not an error of ours.
            let _ = timeout(limits.connection_time, connection).await;
            drop(place);
        });
    }
}

/// Answers requests for the files, and refuses everything else.
fn router(files: &'static [File], port: u16) -> Router {
    let missing = || async { (StatusCode::NOT_FOUND, "There is no such file; the page is at /.\n") };
    let router = files.iter().fold(Router::new().fallback(missing), |router, file| {
        let answer = ([(header::CONTENT_TYPE, file.media_type)], file.content);
        router.route(file.path, get(move || async move { answer }))
    });
    let names: Arc<[String]> = names(port).into();
    let guard = move |request: Request, next: Next| {
        let names = names.clone();
        async move {
            match refusal(&request, &names) {
                Some(refusal) => refusal,
                None => next.run(request).await,
            }
        }
    };
    router.layer(middleware::from_fn(guard)).layer(middleware::map_response(with_headers))
}

/// Host names of the server for a browser on this machine; without the port if it is the default of HTTP.
fn names(port: u16) -> Vec<String> {
    let with_port = |name: &str| if port == 80 { name.to_owned() } else { format!("{name}:{port}") };
    ["127.0.0.1", "localhost"].map(with_port).to_vec()
}

/// The answer to a refused request; `None` if the request is acceptable.
fn refusal(request: &Request, names: &[String]) -> Option<Response> {
    let ours = |name: &[u8]| names.iter().any(|own| own.as_bytes() == name);
    let hosts: Vec<&HeaderValue> = request.headers().get_all(header::HOST).iter().collect();
    // 'GET http://name/ HTTP/1.1' names a host too.
    let authority = request.uri().authority();
    if !matches!(hosts[..], [host] if ours(host.as_bytes()))
        || authority.is_some_and(|name| !ours(name.as_str().as_bytes()))
    {
        let told = "This page is served to 127.0.0.1 and localhost only.\n";
        return Some((StatusCode::FORBIDDEN, told).into_response());
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let allow = [(header::ALLOW, "GET, HEAD")];
        return Some((StatusCode::METHOD_NOT_ALLOWED, allow, "Only GET and HEAD.\n").into_response());
    }
    if !request.body().is_end_stream() {
        let told = "A request must have no content.\n";
        return Some((StatusCode::PAYLOAD_TOO_LARGE, told).into_response());
    }
    None
}

async fn with_headers(mut response: Response) -> Response {
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (header::CACHE_CONTROL, "no-cache"),
    ] {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_port_of_http_is_left_out() {
        assert_eq!(super::names(80), ["127.0.0.1", "localhost"]);
        assert_eq!(super::names(8421), ["127.0.0.1:8421", "localhost:8421"]);
    }
}
