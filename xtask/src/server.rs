//! A web server for one machine: a folder's files, and answers of one's own at other paths.
//!
//! It speaks as much HTTP/1.1 as a browser on the same machine needs, one request a connection, and
//! lets a test say how an answer arrives: in which pieces, with which pauses, and where it breaks off.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use std::thread;
use std::time::Duration;

/// More than any browser sends as a request's head.
const LONGEST_HEAD: u64 = 64 * 1024;

/// What was asked for.
#[derive(Debug, Clone)]
pub struct Request {
    /// `GET` or `HEAD`.
    pub method: String,
    /// The path, decoded, without the query.
    pub path: String,
    /// The query as written, without the question mark; empty where there is none.
    pub query: String,
    /// The first and the last byte that are wanted, where only a part is; without a last one, all from the first on.
    pub range: Option<(u64, Option<u64>)>,
}

/// An answer, and how it arrives.
#[derive(Debug, Clone)]
pub struct Reply {
    status: u16,
    headers: Vec<(String, String)>,
    pieces: Vec<(Duration, Vec<u8>)>,
    length: Option<u64>,
}

impl Reply {
    /// An answer with a media type and a body, that comes at once and whole.
    #[must_use]
    pub fn new(media_type: &str, body: impl Into<Vec<u8>>) -> Self {
        Self::pieces(media_type, [(Duration::ZERO, body.into())])
    }

    /// An answer whose body comes in pieces, each after a pause.
    #[must_use]
    pub fn pieces(media_type: &str, pieces: impl IntoIterator<Item = (Duration, Vec<u8>)>) -> Self {
        let pieces: Vec<_> = pieces.into_iter().collect();
        let length = pieces.iter().map(|(_, bytes)| bytes.len() as u64).sum();
        let headers = vec![("content-type".to_owned(), media_type.to_owned())];
        Self { status: 200, headers, pieces, length: Some(length) }
    }

    /// The answer to what isn't there.
    #[must_use]
    pub fn not_found() -> Self {
        Self::new("text/html; charset=utf-8", "<!doctype html><title>Not found</title>").status(404)
    }

    /// With another status than 200.
    #[must_use]
    pub fn status(self, status: u16) -> Self {
        Self { status, ..self }
    }

    /// With one more header.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// With another `content-length` than the body's own: where it is greater, the connection
    /// breaks off in the middle. `None` declares none; the body ends where the connection does.
    #[must_use]
    pub fn length(self, length: Option<u64>) -> Self {
        Self { length, ..self }
    }

    /// The part of it that was asked for, and where that begins; an answer that comes in pieces comes whole.
    fn part(mut self, range: Option<(u64, Option<u64>)>) -> (Self, u64) {
        let (Some((first, last)), Some(length), [(_, bytes)]) =
            (range, self.length, &mut *self.pieces)
        else {
            return (self, 0);
        };
        let end = last.map_or(length, |last| length.min(last.saturating_add(1)));
        if self.status != 200 {
            return (self, 0);
        }
        if first >= end {
            let none = Self::new("text/plain", "").status(416);
            return (none.header("content-range", &format!("bytes */{length}")), 0);
        }
        // A file's bytes are not among them.
        *bytes = bytes.iter().copied().skip(first as usize).take((end - first) as usize).collect();
        let told = format!("bytes {first}-{}/{length}", end - 1);
        (self.status(206).length(Some(end - first)).header("content-range", &told), first)
    }

    fn head(&self) -> String {
        let mut lines = format!("HTTP/1.1 {} -\r\nconnection: close\r\n", self.status);
        lines += "access-control-allow-origin: *\r\n";
        if !self.headers.iter().any(|(name, _)| name == "cache-control") {
            lines += "cache-control: no-store\r\n";
        }
        if let Some(length) = self.length {
            lines += &format!("content-length: {length}\r\n");
        }
        for (name, value) in &self.headers {
            lines += &format!("{name}: {value}\r\n");
        }
        lines + "\r\n"
    }
}

type Handler = Arc<dyn Fn(&Request) -> Reply + Send + Sync>;

/// A server that runs until the process ends.
#[derive(Clone)]
pub struct Server {
    address: SocketAddr,
    folder: Arc<PathBuf>,
    routes: Arc<RwLock<HashMap<String, Handler>>>,
}

impl Server {
    /// Serves a folder on 127.0.0.1; port 0 lets the system choose a free one.
    ///
    /// # Errors
    /// When the port is taken.
    pub fn start(folder: &Path, port: u16) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
        let server = Self {
            address: listener.local_addr()?,
            folder: Arc::new(folder.to_path_buf()),
            routes: Arc::default(),
        };
        let accepting = server.clone();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let server = accepting.clone();
                // A browser that goes away in the middle is no error of ours.
                thread::spawn(move || server.answer(stream).ok());
            }
        });
        Ok(server)
    }

    /// The address, as `http://127.0.0.1:8080`.
    #[must_use]
    pub fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Answers a path (`/test/slow.geojson`) by a function, in place of a file; one that ends with a slash, all below it.
    pub fn route(&self, path: &str, handler: impl Fn(&Request) -> Reply + Send + Sync + 'static) {
        let mut routes = self.routes.write().unwrap_or_else(PoisonError::into_inner);
        routes.insert(path.to_owned(), Arc::new(handler));
    }

    fn answer(&self, mut stream: TcpStream) -> io::Result<()> {
        let Some(request) = read(&stream)? else {
            return Ok(());
        };
        let routes = self.routes.read().unwrap_or_else(PoisonError::into_inner);
        let folder = || routes.iter().find(|(path, _)| is_below(&request.path, path));
        let handler = routes.get(&request.path).or_else(|| folder().map(|(_, handler)| handler));
        let handler = handler.cloned();
        drop(routes);
        let (reply, file) = match handler {
            Some(handler) => (handler(&request), None),
            None => file(&self.folder, &request.path)
                .map_or_else(|_| (Reply::not_found(), None), |(reply, file)| (reply, Some(file))),
        };
        let (reply, first) = reply.part(request.range.filter(|_| request.method == "GET"));
        stream.write_all(reply.head().as_bytes())?;
        if request.method != "HEAD" {
            for (pause, bytes) in &reply.pieces {
                thread::sleep(*pause);
                stream.write_all(bytes)?;
            }
            if let Some(mut file) = file {
                file.seek(SeekFrom::Start(first))?;
                io::copy(&mut file.take(reply.length.unwrap_or(u64::MAX)), &mut stream)?;
            }
        }
        stream.shutdown(std::net::Shutdown::Write)
    }
}

fn is_below(path: &str, folder: &str) -> bool {
    folder.ends_with('/') && path.starts_with(folder)
}

/// Reads the head of a request; nothing, where there is none that we answer.
fn read(stream: &TcpStream) -> io::Result<Option<Request>> {
    let mut lines = BufReader::new(stream.take(LONGEST_HEAD)).lines();
    let first = lines.next().transpose()?.unwrap_or_default();
    let mut range = None;
    // To the end: closing a connection with bytes unread would reset it.
    while let Some(line) = lines.next().transpose()?.filter(|line| !line.is_empty()) {
        range = range.or_else(|| range_of(&line));
    }
    let mut words = first.split(' ');
    let (Some(method @ ("GET" | "HEAD")), Some(target)) = (words.next(), words.next()) else {
        return Ok(None);
    };
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    Ok(Some(Request {
        method: method.to_owned(),
        path: decoded(path),
        query: query.to_owned(),
        range,
    }))
}

/// The first and the last byte of `range: bytes=0-99` or `bytes=100-`.
fn range_of(header: &str) -> Option<(u64, Option<u64>)> {
    let (name, value) = header.split_once(':')?;
    let (first, last) = value.trim().strip_prefix("bytes=")?.split_once('-')?;
    let last = if last.is_empty() { None } else { Some(last.parse().ok()?) };
    if name.eq_ignore_ascii_case("range") { Some((first.parse().ok()?, last)) } else { None }
}

fn decoded(path: &str) -> String {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let [first, tail @ ..] = rest {
        let hex = tail.get(..2).and_then(|two| std::str::from_utf8(two).ok());
        match hex.and_then(|two| u8::from_str_radix(two, 16).ok()) {
            Some(byte) if *first == b'%' => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            _ => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The head of the answer to a path that names a file, and the file, which may be larger than what memory should hold.
fn file(folder: &Path, path: &str) -> io::Result<(Reply, File)> {
    let relative = Path::new(path.trim_start_matches('/'));
    if !relative.components().all(|part| matches!(part, Component::Normal(_))) {
        return Err(io::ErrorKind::NotFound.into());
    }
    let mut path = folder.join(relative);
    if path.is_dir() {
        path.push("index.html");
    }
    let file = File::open(&path)?;
    let length = file.metadata()?.len();
    Ok((Reply::new(media_type(&path), "").length(Some(length)), file))
}

fn media_type(file: &Path) -> &'static str {
    match file.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("ts" | "txt" | "md") => "text/plain; charset=utf-8",
        Some("json") => "application/json",
        Some("geojson") => "application/geo+json",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("webp") => "image/webp",
        Some("woff2") => "font/woff2",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn get(server: &Server, target: &str) -> io::Result<String> {
        get_with(server, target, "host: here")
    }

    fn get_with(server: &Server, target: &str, header: &str) -> io::Result<String> {
        let mut stream = TcpStream::connect(server.address)?;
        write!(stream, "GET {target} HTTP/1.1\r\n{header}\r\n\r\n")?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        Ok(answer)
    }

    #[test]
    fn files_of_the_folder_are_served_and_none_above_it() -> io::Result<()> {
        let server = Server::start(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), 0)?;
        assert!(get(&server, "/lib.rs")?.starts_with("HTTP/1.1 200"));
        assert!(get(&server, "/%6Cib.rs?x=1")?.starts_with("HTTP/1.1 200"));
        for absent in
            ["/", "/nothing", "/../Cargo.toml", "/%2e%2e/Cargo.toml", "//etc/passwd", "/%zz"]
        {
            assert!(get(&server, absent)?.starts_with("HTTP/1.1 404"), "{absent}");
        }
        Ok(())
    }

    #[test]
    fn a_part_of_a_file_or_of_an_answer_is_served() -> io::Result<()> {
        let server = Server::start(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), 0)?;
        server.route("/ten", |_| Reply::new("text/plain", "0123456789"));
        let whole = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/src/lib.rs"))?;
        let length = whole.len();
        for (target, range, told, body) in [
            ("/ten", "Range: bytes=2-4", "bytes 2-4/10".to_owned(), "234"),
            ("/ten", "range: bytes=7-99", "bytes 7-9/10".to_owned(), "789"),
            ("/ten", "range: bytes=8-", "bytes 8-9/10".to_owned(), "89"),
            ("/lib.rs", "range: bytes=3-9", format!("bytes 3-9/{length}"), &whole[3..10]),
        ] {
            let answer = get_with(&server, target, range)?;
            assert!(answer.starts_with("HTTP/1.1 206"), "{range}: {answer}");
            assert!(answer.contains(&format!("content-range: {told}\r\n")), "{answer}");
            assert!(answer.ends_with(&format!("\r\n\r\n{body}")), "{answer}");
        }
        let beyond = get_with(&server, "/ten", "range: bytes=10-12")?;
        assert!(beyond.starts_with("HTTP/1.1 416") && beyond.contains("content-range: bytes */10"));
        for none in ["range: lines=1-2", "x-range: bytes=1-2"] {
            let answer = get_with(&server, "/ten", none)?;
            assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with("0123456789"), "{none}");
        }
        Ok(())
    }

    #[test]
    fn an_answer_of_ones_own_can_break_off() -> io::Result<()> {
        let server = Server::start(Path::new("."), 0)?;
        server.route("/cut", |request| {
            Reply::new("text/plain", request.query.clone()).length(Some(99))
        });
        let answer = get(&server, "/cut?abc")?;
        assert!(answer.contains("content-length: 99\r\n") && answer.ends_with("\r\n\r\nabc"));
        server.route("/tiles/", |request| Reply::new("text/plain", request.path.clone()));
        assert!(get(&server, "/tiles/3/1/2.png")?.ends_with("\r\n\r\n/tiles/3/1/2.png"));
        assert!(get(&server, "/tiles")?.starts_with("HTTP/1.1 404"));
        Ok(())
    }
}
