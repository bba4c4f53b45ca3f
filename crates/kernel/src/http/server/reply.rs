//! Answers written below HTTP: what a connection is told for which there is no place, in the body that every other
//! error has. Knows no request.

use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// How long a refused connection may take to read its refusal.
const REFUSAL_TIME: Duration = Duration::from_secs(2);
/// What is read of a refused connection's request, so that closing does not destroy the answer on its way.
const READ_OFF_BYTES: usize = 16 * 1024;

/// Tells a connection for which there is no place to come back.
pub(super) async fn busy(mut stream: TcpStream) {
    let answer = raw_answer(
        "503 Service Unavailable",
        "ServiceUnavailableError",
        "too many connections",
        "Retry-After: 5\r\n",
    );
    let exchange = async {
        let mut unread = vec![0; READ_OFF_BYTES];
        let _read = stream.read(&mut unread).await?;
        stream.write_all(answer.as_bytes()).await?;
        stream.shutdown().await
    };
    // The client may be gone already, which is as good.
    let _ = tokio::time::timeout(REFUSAL_TIME, exchange).await;
}

/// A whole HTTP/1.1 answer with an error body, after which the connection is closed.
pub(super) fn raw_answer(status: &str, name: &str, message: &str, more: &str) -> String {
    let code = status.split(' ').next().unwrap_or_default();
    let body = format!(
        r#"{{"error":{{"name":"{name}","message":"{message}"}},"request":{{"method":"","url":""}},"response":{{"statusCode":{code}}}}}"#
    );
    let length = body.len();
    format!(
        "HTTP/1.1 {status}\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: {length}\r\n{more}Connection: close\r\n\r\n{body}"
    )
}
