//! Keys of catalog providers. Source: catalog-api contract, section 9. This build has no provider: until one comes, its
//! whole section is named at start instead of being silently ignored.

use super::super::{Key, unsupported};

const NONE_YET: &str = "this build has no entity providers; list locations in `catalog.locations`";

#[rustfmt::skip]
pub(super) const PROVIDERS: &[Key] = &[
    unsupported("catalog.providers.github", NONE_YET),
    unsupported("catalog.providers.githubOrg", NONE_YET),
    unsupported("catalog.providers.gitlab", NONE_YET),
    unsupported("catalog.providers.bitbucketCloud", NONE_YET),
    unsupported("catalog.providers.bitbucketServer", NONE_YET),
    unsupported("catalog.providers.azureDevOps", NONE_YET),
    unsupported("catalog.providers.gitea", NONE_YET),
    unsupported("catalog.providers.gerrit", NONE_YET),
    unsupported("catalog.providers.awsS3", NONE_YET),
    unsupported("catalog.providers.microsoftGraphOrg", NONE_YET),
    unsupported("catalog.providers.ldapOrg", NONE_YET),
    unsupported("catalog.providers.puppetdb", NONE_YET),
    unsupported("catalog.providers.gcp", NONE_YET),
    unsupported("catalog.providers.*", NONE_YET),
];
