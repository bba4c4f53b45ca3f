//! A portal behind a real socket on this machine, for what only a socket shows: limits, draining, raw bytes.

use std::net::SocketAddr;

use kernel::http::server::Server;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::TestPortal;

/// A listening portal.
pub struct TestServer {
    pub address: SocketAddr,
    pub server: Server,
}

impl TestServer {
    /// Listens on a free port of 127.0.0.1.
    pub async fn start(portal: &TestPortal) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("the listener has an address");
        let tasks = portal.services().tasks.clone();
        let server = Server::new(portal.running.service.clone(), tasks.clone(), None);
        let listening = server.clone();
        tasks.spawn("test server", async move { listening.serve(listener).await });
        Self { address, server }
    }

    pub async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.expect("the server listens")
    }

    /// Sends `bytes` on a connection of their own and reads until the server closes it.
    pub async fn exchange(&self, bytes: &[u8]) -> String {
        let mut stream = self.connect().await;
        // The server may refuse and close before it has read everything.
        let _ = stream.write_all(bytes).await;
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer).await;
        String::from_utf8_lossy(&answer).into_owned()
    }
}
