//! Who is calling: user tokens, keys, sign-in providers, service tokens, cookies, user info.
