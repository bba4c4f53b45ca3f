//! Keys of sign-in, tokens and permissions.

use super::super::{Key, Shape, backend, deprecated, frontend, secret, unsupported};
use super::{ANY, FLAG, NUMBER, SECTION, TEXT, TIME};

const GUESTS_ONLY: &str = "this build signs in guests only";
const ACTION: &[Shape] = &[Shape::OneOf(&["create", "read", "update", "delete"])];
const USE_CIMD: &str = "Use `auth.clientIdMetadataDocuments` instead.";

#[rustfmt::skip]
pub(super) const SERVICES: &[Key] = &[
    secret("backend.auth.keys[].secret", TEXT, "Shared secret of older backends, base64"),
    backend("backend.auth.externalAccess[].type", &[Shape::OneOf(&["static", "legacy", "jwks"])], "", "Kind of external caller"),
    secret("backend.auth.externalAccess[].options.token", TEXT, "Token of a `static` caller, at least 8 characters"),
    secret("backend.auth.externalAccess[].options.secret", TEXT, "Secret of a `legacy` caller, base64"),
    backend("backend.auth.externalAccess[].options.subject", TEXT, "", "Name of the caller"),
    backend("backend.auth.externalAccess[].options.url", TEXT, "", "Key set of a `jwks` caller"),
    backend("backend.auth.externalAccess[].options.issuer", TEXT, "", "Required issuer"),
    backend("backend.auth.externalAccess[].options.issuer[]", TEXT, "", "Allowed issuers"),
    backend("backend.auth.externalAccess[].options.algorithm", TEXT, "", "Required algorithm"),
    backend("backend.auth.externalAccess[].options.algorithm[]", TEXT, "", "Allowed algorithms"),
    backend("backend.auth.externalAccess[].options.audience", TEXT, "", "Required audience"),
    backend("backend.auth.externalAccess[].options.audience[]", TEXT, "", "Allowed audiences"),
    backend("backend.auth.externalAccess[].options.subjectPrefix", TEXT, "", "Put before the subject"),
    backend("backend.auth.externalAccess[].accessRestrictions[].plugin", TEXT, "", "Plugin that the caller may use"),
    backend("backend.auth.externalAccess[].accessRestrictions[].permission", TEXT, "", "Permission that the caller has there"),
    backend("backend.auth.externalAccess[].accessRestrictions[].permission[]", TEXT, "", "Permissions that the caller has there"),
    backend("backend.auth.externalAccess[].accessRestrictions[].permissionAttribute.action", ACTION, "", "Kind of action that the caller may take"),
    backend("backend.auth.externalAccess[].accessRestrictions[].permissionAttribute.action[]", ACTION, "", "Kinds of action that the caller may take"),
    backend("backend.auth.pluginKeyStore.type", &[Shape::OneOf(&["database", "static"])], "database", "Where the keys of plugin tokens are kept"),
    backend("backend.auth.pluginKeyStore.static.keys[].publicKeyFile", TEXT, "", "PEM file"),
    backend("backend.auth.pluginKeyStore.static.keys[].privateKeyFile", TEXT, "", "PEM file"),
    backend("backend.auth.pluginKeyStore.static.keys[].keyId", TEXT, "", "Id of the key"),
    backend("backend.auth.pluginKeyStore.static.keys[].algorithm", &[Shape::OneOf(&["ES256"])], "ES256", "Algorithm of the key"),
    backend("backend.auth.dangerouslyDisableDefaultAuthPolicy", FLAG, "false", "Lets everybody call everything"),
];

#[rustfmt::skip]
pub(super) const SIGN_IN: &[Key] = &[
    frontend("auth.environment", TEXT, "development", "Which block of each provider counts"),
    unsupported("auth.session", "sign-in keeps no server session"),
    backend("auth.backstageTokenExpiration", TIME, "1h", "Lifetime of user tokens, 10 minutes to a day"),
    backend("auth.identityTokenAlgorithm", &[Shape::OneOf(&["ES256"])], "ES256", "Algorithm of user tokens"),
    backend("auth.omitIdentityTokenOwnershipClaim", FLAG, "true", "Whether user tokens leave out the groups"),
    backend("auth.keyStore.provider", &[Shape::OneOf(&["database", "memory", "static"])], "database", "Where the keys of user tokens are kept"),
    backend("auth.keyStore.static.keys[].publicKeyFile", TEXT, "", "PEM file"),
    backend("auth.keyStore.static.keys[].privateKeyFile", TEXT, "", "PEM file"),
    backend("auth.keyStore.static.keys[].keyId", TEXT, "", "Id of the key; the first one signs"),
    backend("auth.keyStore.static.keys[].algorithm", &[Shape::OneOf(&["ES256"])], "ES256", "Algorithm of the key"),
    unsupported("auth.keyStore.firestore", "use `database`, `memory` or `static`"),
    unsupported("auth.experimentalExtraAllowedOrigins", "this build signs in guests only, which no popup of another origin does"),
    backend("auth.clientIdMetadataDocuments.enabled", FLAG, "false", "Lets clients identify by a metadata document"),
    backend("auth.clientIdMetadataDocuments.allowedClientIdPatterns[]", TEXT, "", "Client ids, globs"),
    backend("auth.clientIdMetadataDocuments.allowedRedirectUriPatterns[]", TEXT, "", "Redirect addresses, globs"),
    deprecated("auth.experimentalClientIdMetadataDocuments", ANY, USE_CIMD),
    deprecated("auth.experimentalDynamicClientRegistration", SECTION, USE_CIMD),
    backend("auth.experimentalDynamicClientRegistration.enabled", FLAG, "false", "Lets clients register themselves"),
    backend("auth.experimentalDynamicClientRegistration.allowedRedirectUriPatterns[]", TEXT, "", "Redirect addresses, globs"),
    backend("auth.experimentalDynamicClientRegistration.tokenExpiration", TIME, "1h", "Lifetime of the tokens of such clients"),
    backend("auth.experimentalRefreshToken.enabled", FLAG, "false", "Whether clients get refresh tokens"),
    backend("auth.experimentalRefreshToken.tokenLifetime", TIME, "30 days", "Lifetime of one refresh token"),
    backend("auth.experimentalRefreshToken.maxRotationLifetime", TIME, "1y", "How long a chain of refresh tokens may go on"),
    backend("auth.experimentalRefreshToken.maxTokensPerUser", NUMBER, "20", "Refresh tokens of one user"),
    backend("auth.experimentalRefreshToken.dangerouslyDisableCatalogPresenceCheck", FLAG, "false", "Also for users who are not in the catalog"),
    backend("auth.providers", SECTION, "", "Ways to sign in"),
    backend("auth.providers.guest", SECTION, "", "Sign-in as guest; `{}` switches it on in development"),
    backend("auth.providers.guest.dangerouslyAllowOutsideDevelopment", FLAG, "false", "Guests also where NODE_ENV is not `development`"),
    backend("auth.providers.guest.userEntityRef", TEXT, "user:development/guest", "Who a guest is"),
    backend("auth.providers.guest.ownershipEntityRefs[]", TEXT, "the guest", "What a guest owns through"),
    unsupported("auth.providers.atlassian", GUESTS_ONLY),
    unsupported("auth.providers.auth0", GUESTS_ONLY),
    unsupported("auth.providers.awsalb", GUESTS_ONLY),
    unsupported("auth.providers.azureEasyAuth", GUESTS_ONLY),
    unsupported("auth.providers.bitbucket", GUESTS_ONLY),
    unsupported("auth.providers.bitbucketServer", GUESTS_ONLY),
    unsupported("auth.providers.cfaccess", GUESTS_ONLY),
    unsupported("auth.providers.gcpIap", GUESTS_ONLY),
    unsupported("auth.providers.github", GUESTS_ONLY),
    unsupported("auth.providers.gitlab", GUESTS_ONLY),
    unsupported("auth.providers.google", GUESTS_ONLY),
    unsupported("auth.providers.microsoft", GUESTS_ONLY),
    unsupported("auth.providers.oauth2", GUESTS_ONLY),
    unsupported("auth.providers.oauth2Proxy", GUESTS_ONLY),
    unsupported("auth.providers.oidc", GUESTS_ONLY),
    unsupported("auth.providers.okta", GUESTS_ONLY),
    unsupported("auth.providers.onelogin", GUESTS_ONLY),
    unsupported("auth.providers.openshift", GUESTS_ONLY),
    unsupported("auth.providers.pinniped", GUESTS_ONLY),
    unsupported("auth.providers.vmwareCloudServices", GUESTS_ONLY),
];

#[rustfmt::skip]
pub(super) const PERMISSION: &[Key] = &[
    frontend("permission.enabled", FLAG, "false", "Whether the permission policy is asked"),
    unsupported("permission.rbac", "role files of the community plugin are not read"),
];
