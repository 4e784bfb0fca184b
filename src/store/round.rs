//! Rounds: what is frozen when one opens.
//!
//! What must stay true: parameters, seeds, amounts and the rule manifest never change after the round is opened.

use crate::domain::{Amounts, Kommun, Round, RoundParams};

use super::{Store, StoreError, clean, count, on};

/// A round to open.
#[derive(Clone, Debug)]
pub struct NewRound<'a> {
    /// Name and frozen parameters.
    pub round: &'a Round,
    /// The yearly amounts that judgement compares with.
    pub amounts: &'a Amounts,
    /// The rule set's manifest, JSON: what tells later which rules were judged, and by what words.
    pub rules: &'a str,
    /// The kommuner in the seeds' order.
    pub kommuner: &'a [Kommun],
}

/// A round as stored.
#[derive(Clone, Debug, PartialEq)]
pub struct RoundRow {
    /// Key for everything that belongs to the round.
    pub id: i64,
    /// Name and frozen parameters.
    pub round: Round,
    /// The yearly amounts frozen with it.
    pub amounts: Amounts,
}

type Row = (i64, String, String, String, String);

fn read((id, name, opened_at, params, amounts): Row) -> Result<RoundRow, StoreError> {
    let params: RoundParams =
        serde_json::from_str(&params).map_err(|fault| StoreError::unexpected("round.params", fault))?;
    let amounts = serde_json::from_str(&amounts).map_err(|fault| StoreError::unexpected("round.amounts", fault))?;
    Ok(RoundRow { id, round: Round { name, opened_at, params }, amounts })
}

impl Store {
    /// Opens a round with all its visits, in one transaction; `None` when one of that name is open already.
    pub async fn open_round(&self, new: &NewRound<'_>) -> Result<Option<RoundRow>, StoreError> {
        const ROUND: &str = "insert into round (name, opened_at, params, amounts, rules) \
             values ($1, $2, $3, $4, $5) on conflict (name) do nothing returning id";
        const VISIT: &str = "insert into visit (round_id, code, position, kommun, status, reason, pages_ok, requests, \
             spent_millis, first_at, last_at) values ($1, $2, $3, $4, 'open', null, 0, 0, 0, '', '')";
        let json = |fault: serde_json::Error| StoreError::unexpected("round", fault);
        let params = serde_json::to_string(&new.round.params).map_err(json)?;
        let amounts = serde_json::to_string(new.amounts).map_err(json)?;
        let mut seeds = Vec::with_capacity(new.kommuner.len());
        for kommun in new.kommuner {
            seeds.push((clean(&kommun.code).into_owned(), serde_json::to_string(kommun).map_err(json)?));
        }
        let id: i64 = on!(Store, self, pool => {
            let mut tx = pool.begin().await?;
            let id: Option<i64> = sqlx::query_scalar(ROUND)
                .bind(&new.round.name)
                .bind(&new.round.opened_at)
                .bind(params)
                .bind(amounts)
                .bind(new.rules)
                .fetch_optional(&mut *tx)
                .await?;
            let Some(id) = id else { return Ok(None) };
            for (position, (code, kommun)) in seeds.iter().enumerate() {
                sqlx::query(VISIT).bind(id).bind(code).bind(count(position)).bind(kommun).execute(&mut *tx).await?;
            }
            tx.commit().await?;
            id
        });
        Ok(Some(RoundRow { id, round: new.round.clone(), amounts: new.amounts.clone() }))
    }

    /// The round of that name.
    pub async fn round(&self, name: &str) -> Result<Option<RoundRow>, StoreError> {
        const SQL: &str = "select id, name, opened_at, params, amounts from round where name = $1";
        let row: Option<Row> =
            on!(Store, self, pool => sqlx::query_as(SQL).bind(clean(name).as_ref()).fetch_optional(pool).await?);
        row.map(read).transpose()
    }

    /// All rounds, the newest first.
    pub async fn rounds(&self) -> Result<Vec<RoundRow>, StoreError> {
        const SQL: &str = "select id, name, opened_at, params, amounts from round order by id desc";
        let rows: Vec<Row> = on!(Store, self, pool => sqlx::query_as(SQL).fetch_all(pool).await?);
        rows.into_iter().map(read).collect()
    }
}
