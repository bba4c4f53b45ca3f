-- Keys that sign user tokens (kind 'user') and plugin tokens (kind 'plugin'). One row a generation: replicas that make
-- the next generation at once meet in the unique constraint, and one of them wins.
CREATE TABLE auth_signing_key (
    kid TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    owner TEXT NOT NULL,
    generation BIGINT NOT NULL,
    public_x TEXT NOT NULL,
    public_y TEXT NOT NULL,
    sealed_by TEXT NOT NULL,
    sealed_private TEXT NOT NULL,
    signs_from BIGINT NOT NULL,
    signs_until BIGINT NOT NULL,
    listed_until BIGINT NOT NULL,
    UNIQUE (kind, owner, generation)
);

-- What was known of a user at the last sign-in or refresh.
CREATE TABLE auth_user_info (
    user_ref TEXT PRIMARY KEY,
    claims TEXT NOT NULL,
    updated_at BIGINT NOT NULL
);

-- Tokens of machines, made on the command line. Only a digest of the token is kept.
CREATE TABLE auth_service_token (
    id TEXT PRIMARY KEY,
    digest TEXT NOT NULL UNIQUE,
    subject TEXT NOT NULL,
    restrictions TEXT,
    created_at BIGINT NOT NULL,
    expires_at BIGINT,
    revoked_at BIGINT
);

-- Clients that registered themselves.
CREATE TABLE auth_oidc_client (
    client_id TEXT PRIMARY KEY,
    secret_digest TEXT NOT NULL,
    client_name TEXT NOT NULL,
    redirect_uris TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE INDEX auth_oidc_client_unused ON auth_oidc_client (used_at, created_at);

-- A client's request for a user's consent, and the single-use code that a consent becomes.
CREATE TABLE auth_oidc_session (
    id TEXT PRIMARY KEY,
    client_id TEXT NOT NULL,
    client_name TEXT NOT NULL,
    redirect_uri TEXT NOT NULL,
    scope TEXT,
    state TEXT,
    code_challenge TEXT,
    code_challenge_method TEXT,
    status TEXT NOT NULL,
    user_ref TEXT,
    expires_at BIGINT NOT NULL,
    code_digest TEXT UNIQUE,
    code_expires_at BIGINT,
    code_used_at BIGINT
);
CREATE INDEX auth_oidc_session_expiry ON auth_oidc_session (expires_at);

-- Refresh tokens. The digest changes at each use; a second use of an old one ends the grant.
CREATE TABLE auth_refresh_token (
    id TEXT PRIMARY KEY,
    digest TEXT NOT NULL,
    user_ref TEXT NOT NULL,
    client_id TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    used_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL
);
CREATE INDEX auth_refresh_token_user ON auth_refresh_token (user_ref, used_at);
