//! Doors for scripts and for the page around the components: stored records, the signed-in user,
//! and the licence profile. Salesforce has none of these.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde_json::{Value, json};

use crate::body::JsonObject;
use crate::{Licence, Org};
use local_data::schema::Object;
use local_data::store;
use local_data::values;

/// The routes under `/org`.
pub fn routes() -> Router<Org> {
    Router::new()
        .route("/org/records/{object}", get(records))
        .route("/org/user", get(user))
        .route("/org/profile", get(profile).post(set_profile))
}

/// A sentence with a status.
struct Refusal(StatusCode, String);

impl From<rusqlite::Error> for Refusal {
    fn from(error: rusqlite::Error) -> Self {
        Self(StatusCode::INTERNAL_SERVER_ERROR, format!("The org's database failed: {error}."))
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        (self.0, Json(json!({ "error": self.1 }))).into_response()
    }
}

async fn records(
    State(org): State<Org>,
    Path(object): Path<String>,
) -> Result<Json<Value>, Refusal> {
    org.transact(move |session| {
        let object = session.org.schema.object(&object).ok_or_else(|| {
            let known: Vec<&str> =
                session.org.schema.objects().map(|object| object.api_name.as_str()).collect();
            Refusal(
                StatusCode::NOT_FOUND,
                format!("The org has no object {object}. It has {}.", known.join(", ")),
            )
        })?;
        let records: Vec<Value> = store::all(session.connection, object)?
            .into_iter()
            .map(|row| {
                let id = row["Id"].clone();
                let shown: store::Row =
                    row.into_iter().map(|(name, value)| masked(object, name, value)).collect();
                json!({ "id": id, "apiName": object.api_name, "fields": shown })
            })
            .collect();
        Ok(Json(json!({ "records": records })))
    })
    .await
}

fn masked(object: &Object, name: String, value: Value) -> (String, Value) {
    let shown = match object.fields.get(&name) {
        Some(field) => values::masked(field, value),
        None => value,
    };
    (name, shown)
}

async fn user(State(org): State<Org>) -> Result<Json<Value>, Refusal> {
    org.transact(|session| {
        let user = &session.org.user;
        let row = match session.org.schema.object("User") {
            Some(object) => store::find(session.connection, object, user)?.unwrap_or_default(),
            None => store::Row::new(),
        };
        Ok(Json(json!({
            "id": user.as_str(),
            "name": row.get("Name"),
            "username": row.get("Username"),
            "identity": user.as_str(),
            "companyNumber": session.org.company_number,
        })))
    })
    .await
}

async fn profile(State(org): State<Org>) -> Result<Json<Value>, Refusal> {
    org.transact(|session| Ok(Json(json!({ "licence": session.licence })))).await
}

async fn set_profile(
    State(org): State<Org>,
    JsonObject(body): JsonObject,
) -> Result<Json<Value>, Refusal> {
    let refuse = |sentence| Refusal(StatusCode::BAD_REQUEST, sentence);
    let body = body.map_err(refuse)?;
    let licence =
        body.get("licence").and_then(Value::as_str).and_then(Licence::from_name).ok_or_else(
            || refuse("Give the licence as \"voice\", \"open\" or \"none\".".to_owned()),
        )?;
    org.transact(move |session| {
        store::set_setting(session.connection, "licence", licence.name())?;
        Ok(Json(json!({ "licence": licence })))
    })
    .await
}
