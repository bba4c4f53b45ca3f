//! Keys of TechDocs. Source: techdocs contract, section 4.

use super::super::{Key, Shape, backend, frontend, secret, unsupported};
use super::{ANY, FLAG, NUMBER, TEXT};

const NATIVE: &str = "sites are built natively, without mkdocs or docker";
const PUBLISHERS: &[Shape] =
    &[Shape::OneOf(&["local", "awsS3", "googleGcs", "azureBlobStorage", "openStackSwift"])];

#[rustfmt::skip]
pub(super) const TECHDOCS: &[Key] = &[
    frontend("techdocs.builder", &[Shape::OneOf(&["local", "external"])], "local", "Whether sites are built here or elsewhere"),
    backend("techdocs.generator.runIn", &[Shape::OneOf(&["docker", "local"])], "local", "Accepted; sites are built natively either way"),
    unsupported("techdocs.generator.dockerImage", NATIVE),
    unsupported("techdocs.generator.pullImage", NATIVE),
    unsupported("techdocs.generator.pullOptions", NATIVE),
    backend("techdocs.generator.mkdocs.legacyCopyReadmeMdToIndexMd", FLAG, "false", "Use a README where there is no index page"),
    backend("techdocs.generator.mkdocs.omitTechdocsCorePlugin", FLAG, "false", "Do not add the techdocs-core plugin"),
    backend("techdocs.generator.mkdocs.defaultPlugins[]", ANY, "", "Plugins of every site"),
    backend("techdocs.generator.mkdocs.dangerouslyAllowAdditionalKeys[]", TEXT, "", "Further keys of mkdocs files that are let through"),
    backend("techdocs.generator.mkdocs.dangerouslyAllowAdditionalPlugins[]", TEXT, "", "Further plugins that are let through"),
    backend("techdocs.generator.mkdocs.disableExternalFonts", FLAG, "false", "Load no fonts from elsewhere"),
    backend("techdocs.publisher.type", PUBLISHERS, "local", "Where sites are kept"),
    backend("techdocs.publisher.local.publishDirectory", TEXT, "", "Folder of the sites"),
    backend("techdocs.publisher.awsS3.bucketName", TEXT, "", "Bucket"),
    backend("techdocs.publisher.awsS3.bucketRootPath", TEXT, "", "Start of the object names"),
    backend("techdocs.publisher.awsS3.region", TEXT, "", "Region"),
    backend("techdocs.publisher.awsS3.endpoint", TEXT, "", "Endpoint of a compatible store"),
    backend("techdocs.publisher.awsS3.s3ForcePathStyle", FLAG, "false", "Bucket in the path instead of the host name"),
    backend("techdocs.publisher.awsS3.sse", TEXT, "", "Encryption at rest"),
    backend("techdocs.publisher.awsS3.accountId", TEXT, "", "Account"),
    backend("techdocs.publisher.awsS3.credentials.accessKeyId", TEXT, "", "Id of the access key"),
    secret("techdocs.publisher.awsS3.credentials.secretAccessKey", TEXT, "Access key"),
    backend("techdocs.publisher.awsS3.credentials.roleArn", TEXT, "", "Role to take"),
    secret("techdocs.publisher.awsS3.credentials", TEXT, "Credentials in one text"),
    backend("techdocs.publisher.awsS3.httpsProxy", TEXT, "", "Proxy"),
    backend("techdocs.publisher.awsS3.maxAttempts", NUMBER, "", "Tries of one request"),
    backend("techdocs.publisher.googleGcs.bucketName", TEXT, "", "Bucket"),
    backend("techdocs.publisher.googleGcs.bucketRootPath", TEXT, "", "Start of the object names"),
    secret("techdocs.publisher.googleGcs.credentials", TEXT, "Service account, JSON"),
    backend("techdocs.publisher.googleGcs.projectId", TEXT, "", "Project"),
    backend("techdocs.publisher.azureBlobStorage.containerName", TEXT, "", "Container"),
    backend("techdocs.publisher.azureBlobStorage.credentials.accountName", TEXT, "", "Account"),
    secret("techdocs.publisher.azureBlobStorage.credentials.accountKey", TEXT, "Its key"),
    secret("techdocs.publisher.azureBlobStorage.connectionString", TEXT, "All of it in one text"),
    backend("techdocs.publisher.openStackSwift.containerName", TEXT, "", "Container"),
    backend("techdocs.publisher.openStackSwift.authUrl", TEXT, "", "Sign-in server"),
    backend("techdocs.publisher.openStackSwift.swiftUrl", TEXT, "", "Server"),
    backend("techdocs.publisher.openStackSwift.credentials.id", TEXT, "", "Id of the credential"),
    secret("techdocs.publisher.openStackSwift.credentials.secret", TEXT, "Its secret"),
    backend("techdocs.cache.ttl", NUMBER, "0", "Milliseconds that answers are kept"),
    backend("techdocs.cache.readTimeout", NUMBER, "1000", "Milliseconds to wait for the cache"),
    backend("techdocs.legacyUseCaseSensitiveTripletPaths", FLAG, "false", "Keep capitals in paths"),
    backend("techdocs.storageUrl", TEXT, "", "Where browsers find the sites"),
    frontend("techdocs.sanitizer.allowedIframeHosts[]", TEXT, "", "Hosts that pages may frame"),
    frontend("techdocs.sanitizer.allowedCustomElementTagNameRegExp", TEXT, "", "Custom elements that pages may use"),
    frontend("techdocs.sanitizer.allowedCustomElementAttributeNameRegExp", TEXT, "", "Their attributes"),
    frontend("techdocs.sanitizer.additionalAllowedURIProtocols[]", TEXT, "", "Further schemes of links"),
    frontend("techdocs.sidebar", ANY, "", "Sidebar of the reader"),
];
