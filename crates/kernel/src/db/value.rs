//! The few types that cross the database border: text, integer, boolean, bytes, and their absence. Documents are text
//! in both databases.

use sqlx::{Column, Decode, Row as _, Type, TypeInfo, ValueRef};

use super::DbError;

/// An argument of a statement.
#[derive(Clone, Debug, PartialEq)]
pub enum Arg {
    Text(Option<String>),
    Integer(Option<i64>),
    Boolean(Option<bool>),
    Bytes(Option<Vec<u8>>),
}

impl From<&str> for Arg {
    fn from(text: &str) -> Self {
        Self::Text(Some(text.to_owned()))
    }
}

impl From<&String> for Arg {
    fn from(text: &String) -> Self {
        Self::Text(Some(text.clone()))
    }
}

impl From<String> for Arg {
    fn from(text: String) -> Self {
        Self::Text(Some(text))
    }
}

impl From<Option<String>> for Arg {
    fn from(text: Option<String>) -> Self {
        Self::Text(text)
    }
}

impl From<Option<&str>> for Arg {
    fn from(text: Option<&str>) -> Self {
        Self::Text(text.map(str::to_owned))
    }
}

impl From<i64> for Arg {
    fn from(number: i64) -> Self {
        Self::Integer(Some(number))
    }
}

impl From<Option<i64>> for Arg {
    fn from(number: Option<i64>) -> Self {
        Self::Integer(number)
    }
}

impl From<bool> for Arg {
    fn from(flag: bool) -> Self {
        Self::Boolean(Some(flag))
    }
}

impl From<Vec<u8>> for Arg {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Bytes(Some(bytes))
    }
}

/// A row of an answer, read by position (from 0). A value of another type than asked is an error that names the column.
pub struct Row(Inner);

enum Inner {
    Sqlite(sqlx::sqlite::SqliteRow),
    Postgres(sqlx::postgres::PgRow),
}

impl From<sqlx::sqlite::SqliteRow> for Row {
    fn from(row: sqlx::sqlite::SqliteRow) -> Self {
        Self(Inner::Sqlite(row))
    }
}

impl From<sqlx::postgres::PgRow> for Row {
    fn from(row: sqlx::postgres::PgRow) -> Self {
        Self(Inner::Postgres(row))
    }
}

impl Row {
    pub fn text(&self, index: usize) -> Result<String, DbError> {
        self.opt_text(index)?.ok_or_else(|| self.wrong(index, "text"))
    }

    pub fn opt_text(&self, index: usize) -> Result<Option<String>, DbError> {
        self.read::<String>(index, "text or absent")
    }

    /// The text without a copy.
    pub fn str(&self, index: usize) -> Result<&str, DbError> {
        self.read::<&str>(index, "text")?.ok_or_else(|| self.wrong(index, "text"))
    }

    pub fn integer(&self, index: usize) -> Result<i64, DbError> {
        self.opt_integer(index)?.ok_or_else(|| self.wrong(index, "an integer"))
    }

    pub fn opt_integer(&self, index: usize) -> Result<Option<i64>, DbError> {
        const EXPECTED: &str = "an integer or absent";
        if let Inner::Postgres(row) = &self.0 {
            let width = row.try_get_raw(index).map(|value| value.type_info().name().to_owned());
            match width.unwrap_or_default().as_str() {
                "INT4" => return Ok(self.read::<i32>(index, EXPECTED)?.map(i64::from)),
                "INT2" => return Ok(self.read::<i16>(index, EXPECTED)?.map(i64::from)),
                _ => {}
            }
        }
        self.read::<i64>(index, EXPECTED)
    }

    pub fn boolean(&self, index: usize) -> Result<bool, DbError> {
        self.opt_boolean(index)?.ok_or_else(|| self.wrong(index, "a boolean"))
    }

    pub fn opt_boolean(&self, index: usize) -> Result<Option<bool>, DbError> {
        self.read::<bool>(index, "a boolean or absent")
    }

    pub fn bytes(&self, index: usize) -> Result<Vec<u8>, DbError> {
        self.opt_bytes(index)?.ok_or_else(|| self.wrong(index, "bytes"))
    }

    pub fn opt_bytes(&self, index: usize) -> Result<Option<Vec<u8>>, DbError> {
        self.read::<Vec<u8>>(index, "bytes or absent")
    }

    /// Generic because the two drivers decode through traits of their own.
    fn read<'r, T>(&'r self, index: usize, expected: &'static str) -> Result<Option<T>, DbError>
    where
        T: Decode<'r, sqlx::Sqlite> + Type<sqlx::Sqlite> + Decode<'r, sqlx::Postgres> + Type<sqlx::Postgres>,
    {
        let value = match &self.0 {
            Inner::Sqlite(row) => row.try_get::<Option<T>, _>(index),
            Inner::Postgres(row) => row.try_get::<Option<T>, _>(index),
        };
        value.map_err(|error| {
            tracing::debug!(%error, "column could not be read");
            self.wrong(index, expected)
        })
    }

    fn wrong(&self, index: usize, expected: &'static str) -> DbError {
        DbError::Column { index, name: self.column_name(index), expected }
    }

    fn column_name(&self, index: usize) -> String {
        let name = match &self.0 {
            Inner::Sqlite(row) => row.columns().get(index).map(|column| column.name().to_owned()),
            Inner::Postgres(row) => row.columns().get(index).map(|column| column.name().to_owned()),
        };
        name.unwrap_or_else(|| "no such column".to_owned())
    }
}
