-- What a person keeps, by bucket and key. `value` is JSON.
CREATE TABLE user_setting (
    user_ref TEXT NOT NULL,
    bucket TEXT NOT NULL,
    setting_key TEXT NOT NULL,
    value TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (user_ref, bucket, setting_key)
);
