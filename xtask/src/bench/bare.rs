//! The least that can answer: one handler that gives the same bytes to everybody. What the portal is compared with.

use anyhow::Result;
use axum::Router;
use axum::http::{HeaderName, HeaderValue, header};
use bytes::Bytes;
use tokio::net::TcpListener;

const JSON: HeaderValue = HeaderValue::from_static("application/json; charset=utf-8");

/// Serves the bytes of the file `body` until it is ended; the first line that it prints is its address.
pub(super) fn serve(body: &str) -> Result<()> {
    let body = Bytes::from(std::fs::read(body)?);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        println!("{}", listener.local_addr()?);
        let answer = move || {
            let body = body.clone();
            async move { ([(header::CONTENT_TYPE, JSON)] as [(HeaderName, HeaderValue); 1], body) }
        };
        axum::serve(listener, Router::new().fallback(answer)).await?;
        Ok(())
    })
}
