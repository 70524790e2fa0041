//! Object infos and picklist values as the UI API gives them.

use serde_json::{Map, Value, json};

use crate::record_view::etag;
use local_data::licence::Licence;
use local_data::schema::{DataType, Field, Object, Schema};

/// The record type of records that have none.
pub const MASTER_RECORD_TYPE: &str = "012000000000000AAA";

/// The answer to `GET /ui-api/object-info/{object}`.
pub fn object_info(schema: &Schema, object: &Object, licence: Licence) -> Value {
    let rights = licence.rights(object);
    let fields: Map<String, Value> = object
        .fields
        .values()
        .map(|field| (field.api_name.clone(), field_info(schema, field, licence)))
        .collect();
    let mut info = json!({
        "apiName": object.api_name,
        "associateEntityType": null,
        "associateParentEntity": null,
        "childRelationships": [],
        "compactLayoutable": true,
        "createable": rights.create,
        "custom": object.is_custom(),
        "defaultRecordTypeId": MASTER_RECORD_TYPE,
        "deletable": object.deletable,
        "dependentFields": {},
        "feedEnabled": false,
        "fields": fields,
        "keyPrefix": object.key_prefix,
        "label": object.label,
        "labelPlural": object.label_plural,
        "layoutable": true,
        "mruEnabled": true,
        "nameFields": name_fields(object),
        "queryable": true,
        "recordTypeInfos": { MASTER_RECORD_TYPE: master_record_type() },
        "searchable": true,
        "themeInfo": null,
        "updateable": rights.update,
    });
    info["eTag"] = etag(&info).into();
    info
}

fn master_record_type() -> Value {
    json!({
        "available": true,
        "defaultRecordTypeMapping": true,
        "master": true,
        "name": "Master",
        "recordTypeId": MASTER_RECORD_TYPE,
    })
}

fn name_fields(object: &Object) -> Vec<&str> {
    if object.name_from.is_empty() {
        object.name_field().map(|field| field.api_name.as_str()).into_iter().collect()
    } else {
        object.name_from.iter().map(String::as_str).chain(["Name"]).collect()
    }
}

fn field_info(schema: &Schema, field: &Field, licence: Licence) -> Value {
    let targets: Vec<Value> = field
        .reference_to
        .iter()
        .map(|name| {
            let names = schema.object(name).map_or_else(|| vec!["Name"], name_fields);
            json!({ "apiName": name, "nameFields": names })
        })
        .collect();
    json!({
        "apiName": field.api_name,
        "calculated": false,
        "compound": false,
        "compoundComponentName": null,
        "compoundFieldName": null,
        "controllerName": null,
        "controllingFields": [],
        "createable": field.createable,
        "custom": field.is_custom(),
        "dataType": field.data_type.name(),
        "defaultValue": field.default,
        "defaultedOnCreate": field.default.is_some()
            || field.auto_number.is_some()
            || field.api_name == "OwnerId",
        "digits": if field.data_type == DataType::Int { 9 } else { 0 },
        "externalId": field.external_id,
        "extraTypeInfo": null,
        "filterable": field.data_type != DataType::TextArea,
        "filteredLookupInfo": null,
        "highScaleNumber": false,
        "htmlFormatted": false,
        "inlineHelpText": field.help,
        "label": field.label,
        "length": field.length,
        "maskType": null,
        "nameField": field.name_field,
        "polymorphicForeignKey": field.reference_to.len() > 1,
        "precision": if field.data_type == DataType::Double { field.precision } else { 0 },
        "reference": field.data_type == DataType::Reference,
        "referenceTargetField": null,
        "referenceToInfos": targets,
        "relationshipName": field.relationship_name,
        "required": field.required,
        "scale": field.scale,
        "searchPrefilterable": field.data_type == DataType::Reference,
        "sortable": field.data_type != DataType::TextArea,
        "unique": field.unique,
        "updateable": licence.may_update(field),
    })
}

/// The values of one picklist field; `url` is where they were asked for.
pub fn picklist_values(field: &Field, url: &str) -> Value {
    let value =
        |name: &String| json!({ "attributes": null, "label": name, "validFor": [], "value": name });
    let values: Vec<Value> = field.values.iter().map(value).collect();
    let default = field.default.as_ref().and_then(Value::as_str).map(str::to_owned);
    let mut answer = json!({
        "controllerValues": {},
        "defaultValue": default.as_ref().map(value),
        "url": url,
        "values": values,
    });
    answer["eTag"] = etag(&answer).into();
    answer
}

/// The values of all picklist fields of an object; `url` is where they were asked for.
pub fn all_picklist_values(object: &Object, url: &str) -> Value {
    let fields: Map<String, Value> = object
        .fields
        .values()
        .filter(|field| field.data_type == DataType::Picklist)
        .map(|field| {
            let url = format!("{url}/{}", field.api_name);
            (field.api_name.clone(), picklist_values(field, &url))
        })
        .collect();
    let mut answer = json!({ "picklistFieldValues": fields });
    answer["eTag"] = etag(&answer).into();
    answer
}
