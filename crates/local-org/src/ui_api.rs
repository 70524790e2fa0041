//! The UI API: object infos, picklist values, and records.

use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::routing::{any, get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::body::JsonObject;
use crate::errors::ApiError;
use crate::object_info::{MASTER_RECORD_TYPE, all_picklist_values, object_info, picklist_values};
use crate::record_view::{self, Selection};
use crate::{Org, Session};
use local_data::ids::RecordId;
use local_data::schema::{DataType, Object};
use local_data::{store, time};

const BASE: &str = "/services/data/v66.0/ui-api";

/// The UI API's part of the router. Other resources under `/services` do not exist.
pub fn routes() -> Router<Org> {
    let at = |path: &str| format!("{BASE}{path}");
    Router::new()
        .route(&at("/object-info/{object}"), get(info))
        .route(&at("/object-info/{object}/picklist-values/{record_type}"), get(all_picklists))
        .route(&at("/object-info/{object}/picklist-values/{record_type}/{field}"), get(picklist))
        .route(&at("/records"), post(create).fallback(not_allowed))
        .route(&at("/records/{id}"), get(read).patch(update).delete(delete).fallback(not_allowed))
        .route("/services/{*rest}", any(|| async { ApiError::not_found() }))
}

async fn not_allowed() -> ApiError {
    ApiError::Listed(
        StatusCode::METHOD_NOT_ALLOWED,
        "METHOD_NOT_ALLOWED",
        "HTTP method not allowed on this resource".to_owned(),
    )
}

impl Session<'_> {
    /// The object, if it exists for the user.
    pub(crate) fn object(&self, name: &str) -> Result<&Object, ApiError> {
        let object = self.org.schema.object(name).ok_or_else(|| ApiError::no_object(name))?;
        if self.licence.rights(object).visible {
            Ok(object)
        } else {
            Err(ApiError::no_object(name))
        }
    }

    /// The id and the object it belongs to, if that exists for the user.
    fn addressed(&self, id: &str) -> Result<(RecordId, &Object), ApiError> {
        let id = RecordId::parse(id).ok_or_else(ApiError::not_found)?;
        let object = self
            .org
            .schema
            .object_by_prefix(id.key_prefix())
            .filter(|object| self.licence.rights(object).visible)
            .ok_or_else(ApiError::not_found)?;
        Ok((id, object))
    }

    fn view(
        &self,
        object: &Object,
        id: &RecordId,
        selection: &Selection,
    ) -> Result<Value, ApiError> {
        let row = store::find(self.connection, object, id)?.ok_or_else(ApiError::not_found)?;
        record_view::record(self.connection, &self.org.schema, object, &row, selection)
    }
}

async fn info(State(org): State<Org>, Path(object): Path<String>) -> Result<Json<Value>, ApiError> {
    org.transact(move |session| {
        let object = session.object(&object)?;
        Ok(Json(object_info(&session.org.schema, object, session.licence)))
    })
    .await
}

async fn all_picklists(
    State(org): State<Org>,
    Path((object, record_type)): Path<(String, String)>,
    uri: Uri,
) -> Result<Json<Value>, ApiError> {
    org.transact(move |session| {
        let object = session.object(&object)?;
        known_record_type(&record_type)?;
        Ok(Json(all_picklist_values(object, &path(&uri))))
    })
    .await
}

async fn picklist(
    State(org): State<Org>,
    Path((object, record_type, field)): Path<(String, String, String)>,
    uri: Uri,
) -> Result<Json<Value>, ApiError> {
    org.transact(move |session| {
        let object = session.object(&object)?;
        known_record_type(&record_type)?;
        let field = object
            .fields
            .get(&field)
            .filter(|field| field.data_type == DataType::Picklist)
            .ok_or_else(|| {
                ApiError::bad_request(
                    "INVALID_FIELD",
                    format!("'{field}' is not a picklist field of {}.", object.api_name),
                )
            })?;
        Ok(Json(picklist_values(field, &path(&uri))))
    })
    .await
}

fn known_record_type(id: &str) -> Result<(), ApiError> {
    let known = RecordId::parse(id).is_some_and(|id| id.as_str() == MASTER_RECORD_TYPE);
    if known {
        return Ok(());
    }
    Err(ApiError::bad_request(
        "INVALID_PARAMETER",
        format!(
            "'{id}' is no record type of this object; it has the master record type only, {MASTER_RECORD_TYPE}."
        ),
    ))
}

fn path(uri: &Uri) -> String {
    uri.path().to_owned()
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Fields {
    #[serde(default)]
    fields: String,
    #[serde(default)]
    optional_fields: String,
}

async fn read(
    State(org): State<Org>,
    Path(id): Path<String>,
    Query(query): Query<Fields>,
) -> Result<Json<Value>, ApiError> {
    org.transact(move |session| {
        let (id, object) = session.addressed(&id)?;
        let selection = Selection::parse(object, &query.fields, &query.optional_fields)?;
        if selection.is_empty() {
            return Err(ApiError::bad_request(
                "ILLEGAL_QUERY_PARAMETER_VALUE",
                "Ask for fields or optionalFields, such as ?fields=VoiceCall.CallType. Layouts are \
                 not kept here.",
            ));
        }
        session.view(object, &id, &selection).map(Json)
    })
    .await
}

async fn create(
    State(org): State<Org>,
    JsonObject(body): JsonObject,
) -> Result<(StatusCode, Json<Value>), ApiError> {
    let mut body = parsed(body)?;
    let Some(Value::String(api_name)) = body.remove("apiName") else {
        return Err(ApiError::bad_request(
            "JSON_PARSER_ERROR",
            "The body must name the object to create: {\"apiName\": \"Task\", \"fields\": {…}}.",
        ));
    };
    let fields = record_fields(&mut body)?;
    org.transact(move |session| {
        let object = session.object(&api_name)?;
        if !session.licence.rights(object).create {
            return Err(ApiError::no_access());
        }
        let id = session.write(object, None, &fields)?;
        let record = session.view(object, &id, &Selection::everything(object))?;
        Ok((StatusCode::CREATED, Json(record)))
    })
    .await
}

async fn update(
    State(org): State<Org>,
    Path(id): Path<String>,
    headers: HeaderMap,
    JsonObject(body): JsonObject,
) -> Result<Json<Value>, ApiError> {
    let fields = record_fields(&mut parsed(body)?)?;
    let since = unmodified_since(&headers)?;
    org.transact(move |session| {
        let (id, object) = session.addressed(&id)?;
        if !session.licence.rights(object).update {
            return Err(ApiError::no_access());
        }
        if let Some(since) = since
            && let Some(row) = store::find(session.connection, object, &id)?
            && time::milliseconds(row["LastModifiedDate"].as_str().unwrap_or_default()) > since
        {
            return Err(ApiError::Listed(
                StatusCode::PRECONDITION_FAILED,
                "PRECONDITION_FAILED",
                "The record was modified since you read it. Read it again.".to_owned(),
            ));
        }
        session.write(object, Some(&id), &fields)?;
        session.view(object, &id, &Selection::everything(object)).map(Json)
    })
    .await
}

async fn delete(State(org): State<Org>, Path(id): Path<String>) -> Result<StatusCode, ApiError> {
    org.transact(move |session| {
        let (id, object) = session.addressed(&id)?;
        if !object.deletable {
            return Err(ApiError::no_access());
        }
        if store::remove(session.connection, object, &id)? {
            Ok(StatusCode::NO_CONTENT)
        } else {
            Err(ApiError::not_found())
        }
    })
    .await
}

/// The header of `updateRecord(…, { ifUnmodifiedSince })`, as milliseconds since 1970.
fn unmodified_since(headers: &HeaderMap) -> Result<Option<i64>, ApiError> {
    let Some(value) = headers.get(header::IF_UNMODIFIED_SINCE) else { return Ok(None) };
    let moment = value.to_str().ok().and_then(time::header_milliseconds);
    let wrong = || {
        ApiError::bad_request(
            "INVALID_PARAMETER",
            "If-Unmodified-Since must be a date such as Wed, 18 Feb 2026 06:40:41 GMT.",
        )
    };
    moment.map(Some).ok_or_else(wrong)
}

fn parsed(body: Result<Map<String, Value>, String>) -> Result<Map<String, Value>, ApiError> {
    body.map_err(|sentence| ApiError::bad_request("JSON_PARSER_ERROR", sentence))
}

fn record_fields(body: &mut Map<String, Value>) -> Result<Map<String, Value>, ApiError> {
    match body.remove("fields") {
        Some(Value::Object(fields)) => Ok(fields),
        _ => Err(ApiError::bad_request(
            "JSON_PARSER_ERROR",
            "The body must have the fields to write: {\"fields\": {…}}.",
        )),
    }
}
