//! Where an object of S3 lies, and the signature (AWS Signature Version 4) of a request for it. Sends nothing.

use std::fmt::Write as _;

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::hmac::{HMAC_SHA256, Key, sign};
use http::header::AUTHORIZATION;
use http::{HeaderMap, HeaderName, HeaderValue};
use url::Url;

use super::host::{Host, HostCredentials, host_and_port, insert_secret};
use crate::outbound::percent::{decode, encode};
use crate::{Secret, Timestamp};

const DEFAULT_REGION: &str = "us-east-1";
/// SHA-256 of nothing: what a `GET` sends.
const EMPTY_BODY: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
/// What the signature leaves as it is in a path; stricter than a browser.
const UNRESERVED: &[u8] = b"-_.~/";

/// Host, path and region of one object.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct ObjectAddress {
    scheme: String,
    host: String,
    path: String,
    region: String,
    bucket: String,
}

impl ObjectAddress {
    /// Amazon's own hosts are `s3.<region>.amazonaws.com`, with the bucket before it or in the path; other hosts have no
    /// region. `None` where no bucket or object is named.
    pub(super) fn parse(host: &Host, url: &Url) -> Option<Self> {
        let name = host_and_port(url)?;
        let is_amazon = matches!(host.name.as_str(), "amazonaws.com" | "amazonaws.com.cn");
        let (bucket, region) = if is_amazon {
            amazon_bucket_and_region(name.strip_suffix(&host.name)?.strip_suffix('.')?)?
        } else {
            (name.strip_suffix(&host.name)?.trim_end_matches('.'), DEFAULT_REGION)
        };
        let key = url.path().trim_start_matches('/');
        let bucket_in_path = host.is_path_style || bucket.is_empty();
        let (bucket, key) = if bucket_in_path { key.split_once('/')? } else { (bucket, key) };
        if bucket.is_empty() || key.is_empty() {
            return None;
        }
        let path = encode(&decode(url.path()), UNRESERVED);
        let (bucket, region) = (bucket.to_owned(), region.to_owned());
        Some(Self { scheme: url.scheme().to_owned(), host: name, path, region, bucket })
    }

    /// A bucket is to S3 what a repository is to the other hosts.
    pub(super) fn is_in_same_bucket(&self, other: &Self) -> bool {
        self.bucket == other.bucket
    }

    pub(super) fn url(&self) -> String {
        format!("{}://{}{}", self.scheme, self.host, self.path)
    }
}

/// Splits `bucket.s3.eu-west-1` or `s3-eu-west-1` or `s3`.
fn amazon_bucket_and_region(name: &str) -> Option<(&str, &str)> {
    let (before, service) = match name.rsplit_once('.') {
        Some((before, last)) if last == "s3" || last.starts_with("s3-") => (before, (last, None)),
        Some((before, region)) => {
            let bucket = before.strip_suffix("s3")?;
            (bucket.strip_suffix('.').unwrap_or(bucket), ("s3", Some(region)))
        }
        None => ("", (name, None)),
    };
    match service {
        ("s3", region) => Some((before, region.unwrap_or(DEFAULT_REGION))),
        (old_form, _) => Some((before, old_form.strip_prefix("s3-")?)),
    }
}

/// The headers of a `GET`; none without a key, for public buckets.
pub(super) fn headers(host: &Host, object: &ObjectAddress, now: Timestamp) -> HeaderMap {
    let mut headers = HeaderMap::new();
    let HostCredentials::AwsKey { id, secret } = &host.credentials else { return headers };
    let moment = jiff::Timestamp::from_millisecond(now).unwrap_or_default();
    let time = moment.strftime("%Y%m%dT%H%M%SZ").to_string();
    let day = moment.strftime("%Y%m%d").to_string();
    let ObjectAddress { host, path, region, .. } = object;
    let request = format!(
        "GET\n{path}\n\nhost:{host}\nx-amz-content-sha256:{EMPTY_BODY}\nx-amz-date:{time}\n\n\
         host;x-amz-content-sha256;x-amz-date\n{EMPTY_BODY}"
    );
    let scope = format!("{day}/{region}/s3/aws4_request");
    let to_sign =
        format!("AWS4-HMAC-SHA256\n{time}\n{scope}\n{}", hex(digest(&SHA256, request.as_bytes()).as_ref()));
    let mut key = format!("AWS4{}", secret.reveal()).into_bytes();
    for part in [day.as_str(), region, "s3", "aws4_request"] {
        key = keyed_hash(&key, part);
    }
    let signature = hex(&keyed_hash(&key, &to_sign));
    let authorization = format!(
        "AWS4-HMAC-SHA256 Credential={id}/{scope}, SignedHeaders=host;x-amz-content-sha256;x-amz-date, \
         Signature={signature}"
    );
    insert_secret(&mut headers, AUTHORIZATION, &Secret::new(authorization));
    headers.insert(HeaderName::from_static("x-amz-content-sha256"), HeaderValue::from_static(EMPTY_BODY));
    if let Ok(time) = HeaderValue::from_str(&time) {
        headers.insert(HeaderName::from_static("x-amz-date"), time);
    }
    headers
}

fn keyed_hash(key: &[u8], text: &str) -> Vec<u8> {
    sign(&Key::new(HMAC_SHA256, key), text.as_bytes()).as_ref().to_vec()
}

fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        let _ = write!(text, "{byte:02x}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scm::host::HostKind;

    fn parse(host: &str, url: &str) -> Option<(String, String)> {
        let host = Host::new(HostKind::AwsS3, host);
        let object = ObjectAddress::parse(&host, &Url::parse(url).unwrap())?;
        Some((object.url(), object.region))
    }

    #[test]
    fn finds_bucket_and_region() {
        let cases = [
            ("https://b.s3.eu-west-1.amazonaws.com/k.yaml", Some("eu-west-1")),
            ("https://b.c.s3.amazonaws.com/k", Some("us-east-1")),
            ("https://b.s3-us-west-2.amazonaws.com/k", Some("us-west-2")),
            ("https://s3.eu-west-1.amazonaws.com/b/k", Some("eu-west-1")),
            ("https://s3-eu-west-1.amazonaws.com/b/k", Some("eu-west-1")),
            ("https://s3.amazonaws.com/b/k", Some("us-east-1")),
            ("https://s3.amazonaws.com/b", None),
            ("https://b.s3.amazonaws.com/", None),
            ("https://ec2.amazonaws.com/b/k", None),
            ("https://amazonaws.com/b/k", None),
        ];
        for (url, region) in cases {
            assert_eq!(parse("amazonaws.com", url).map(|found| found.1).as_deref(), region, "{url}");
        }
        let own = parse("localhost:4566", "http://localhost:4566/b/a%20b+c.yaml").unwrap();
        assert_eq!(own.0, "http://localhost:4566/b/a%20b%2Bc.yaml");
        assert_eq!(parse("minio.test", "https://b.minio.test/k").unwrap().0, "https://b.minio.test/k");
    }

    /// The published example of Amazon's documentation signs one header more (`Range`), so only the key derivation can
    /// be compared with it: secret `wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY`, 20120215, us-east-1, iam.
    #[test]
    fn derives_the_key_as_documented() {
        let mut key = b"AWS4wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY".to_vec();
        for part in ["20120215", "us-east-1", "iam", "aws4_request"] {
            key = keyed_hash(&key, part);
        }
        assert_eq!(hex(&key), "f4780e2d9f65fa895f9c67b32ce1baf0b0d8a43505a000a1a9e090d414db404d");
        assert_eq!(hex(digest(&SHA256, b"").as_ref()), EMPTY_BODY);
    }
}
