//! Actions: methods that components call, with JSON in and JSON out.
//!
//! What Lightning does between a component and `@AuraEnabled` Apex: parameters by name, each of the
//! type that the method says; of objects that are returned only fields that are `@AuraEnabled`. An
//! exception leaves as its type, its message and its stack.

use serde_json::{Map as JsonMap, Number, Value as Json};

use super::{Interpreter, Kind, Stop, Unknown, Value};
use crate::{
    data::Org,
    syntax::{Method, Modifier, Name, TypeKind, TypeName},
};

/// Why an action gave no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ActionError {
    /// There is no such class or method, or it is not for components.
    NoAction(String),
    /// A parameter is not of its type.
    Parameter(String),
    /// An exception left it.
    Thrown {
        /// Its type, `System.AuraHandledException`.
        type_name: String,
        /// Whether a class of the program is that type.
        is_user_defined: bool,
        /// What it says.
        message: String,
        /// Where it was made.
        stack: String,
    },
    /// It holds something that is not known here.
    Unknown(Unknown),
}

impl From<Unknown> for ActionError {
    fn from(unknown: Unknown) -> Self {
        Self::Unknown(unknown)
    }
}

/// Calls an action.
///
/// # Errors
/// See [`ActionError`]; what it has written then is the caller's to undo.
pub fn action(
    org: Org<'_>,
    class: &str,
    method: &str,
    parameters: &JsonMap<String, Json>,
) -> Result<Json, ActionError> {
    let refused = || {
        ActionError::NoAction(format!(
            "There is no action {class}.{method}. Check the class, the method and its \
             @AuraEnabled annotation."
        ))
    };
    let mut types = org.program.types();
    let (_, declaration) =
        types.find(|(_, declaration)| declaration.name.is(class)).ok_or_else(refused)?;
    let TypeKind::Class(body) = &declaration.kind else { return Err(refused()) };
    let named = |own: &&std::sync::Arc<Method>| own.name.is(method) && is_for_components(own);
    let method = body.methods.iter().find(named).ok_or_else(refused)?.clone();
    let name = declaration.name.clone();
    let is_allowed = org.permissions.may_call(name.as_str());
    if !is_allowed {
        return Err(ActionError::NoAction(format!(
            "You do not have access to the Apex class named '{name}'."
        )));
    }
    let mut interpreter = Interpreter::new("action", org)?;
    let mut values = Vec::with_capacity(method.parameters.len());
    for parameter in &method.parameters {
        let given = parameters.get(parameter.name.as_str()).unwrap_or(&Json::Null);
        let value = interpreter.parameter(given, &parameter.type_name).map_err(told)?;
        values.push(value.ok_or_else(|| {
            ActionError::Parameter(format!(
                "Value provided is invalid for action parameter '{}' of type '{}'",
                parameter.name, parameter.type_name
            ))
        })?);
    }
    let answer = interpreter
        .call_class(&TypeName::plain(name.as_str()), &method.name, values)
        .and_then(|answer| interpreter.answer(&answer))
        .map_err(told)?;
    interpreter.run_jobs().map_err(told)?;
    Ok(answer)
}

fn is_for_components(method: &Method) -> bool {
    super::classes::has_word(&method.modifiers, "static") && is_aura_enabled(&method.modifiers)
}

pub(super) fn is_aura_enabled(modifiers: &[Modifier]) -> bool {
    modifiers
        .iter()
        .any(|modifier| matches!(modifier, Modifier::Annotation(own) if own.name.is("AuraEnabled")))
}

fn told(stop: Stop) -> ActionError {
    match stop {
        Stop::Thrown(exception) => ActionError::Thrown {
            type_name: Interpreter::type_of(&exception),
            is_user_defined: matches!(exception.kind, Kind::Class(_)),
            message: Interpreter::message_of(&exception),
            stack: exception.exception.borrow().stack.to_string(),
        },
        Stop::Unknown(unknown) => ActionError::Unknown(unknown),
        Stop::Skipped => ActionError::NoAction("the action was left out".to_owned()),
    }
}

impl Interpreter<'_> {
    /// A parameter as its type; none where it is not of that.
    fn parameter(&mut self, given: &Json, type_name: &TypeName) -> Result<Option<Value>, Stop> {
        let name = Self::last(type_name);
        let of = |word: &str| name.is(word);
        Ok(match given {
            Json::Null => Some(Value::Null),
            Json::String(text) if of("String") || of("Object") => Some(Value::text(text)),
            Json::String(text) if of("Id") => Some(self.convert(Value::text(text), type_name)?),
            Json::String(text) if of("Date") => text.parse().ok().map(Value::Date),
            Json::String(text) if of("Datetime") => text.parse().ok().map(Value::Datetime),
            Json::Bool(flag) if of("Boolean") || of("Object") => Some(Value::Boolean(*flag)),
            Json::Number(number) => self.number_parameter(number, type_name)?,
            Json::Array(items) if of("List") || of("Object") => {
                let element = argument(type_name, 0);
                let mut values = Vec::with_capacity(items.len());
                for item in items {
                    let Some(value) = self.parameter(item, &element)? else { return Ok(None) };
                    values.push(value);
                }
                Some(Value::list(element, values))
            }
            Json::Object(entries) if of("Map") || of("Object") => {
                let (key, value) = (TypeName::plain("String"), argument(type_name, 1));
                let map = self.new_collection(&TypeName {
                    path: vec![Name::new("Map")],
                    arguments: vec![key, value.clone()],
                })?;
                for (key, entry) in entries {
                    let Some(entry) = self.parameter(entry, &value)? else { return Ok(None) };
                    self.put(&map, Value::text(key), entry)?;
                }
                Some(map)
            }
            _ => None,
        })
    }

    fn number_parameter(
        &mut self,
        number: &Number,
        type_name: &TypeName,
    ) -> Result<Option<Value>, Stop> {
        let name = Self::last(type_name);
        let whole = number.as_i64();
        let small = whole.and_then(|whole| i32::try_from(whole).ok());
        let exact = match (small, whole) {
            (Some(small), _) => Value::Integer(small),
            (None, Some(whole)) => Value::Long(whole),
            (None, None) => match number.to_string().parse() {
                Ok(decimal) => Value::Decimal(decimal),
                Err(_) => return Ok(None),
            },
        };
        if name.is("Integer") {
            return Ok(small.map(Value::Integer));
        }
        if name.is("Long") {
            return Ok(whole.map(Value::Long));
        }
        if name.is("Decimal") || name.is("Double") || name.is("Object") {
            return self.convert(exact, type_name).map(Some);
        }
        Ok(None)
    }

    /// What an action returns, as a component has it.
    fn answer(&mut self, value: &Value) -> Result<Json, Stop> {
        Ok(match value {
            Value::List(_) | Value::Set(_) => {
                let items: Vec<Value> = match value {
                    Value::List(list) => list.items.borrow().clone(),
                    Value::Set(set) => set.items.borrow().values().cloned().collect(),
                    _ => Vec::new(),
                };
                Json::Array(items.iter().map(|item| self.answer(item)).collect::<Result<_, _>>()?)
            }
            Value::Map(map) => {
                let entries: Vec<_> = map.entries.borrow().values().cloned().collect();
                let mut object = JsonMap::new();
                for (key, value) in &entries {
                    object.insert(self.print(key)?, self.answer(value)?);
                }
                Json::Object(object)
            }
            Value::Record(record) => {
                let fields: Vec<_> = record
                    .fields
                    .borrow()
                    .iter()
                    .map(|(name, value)| (name.to_string(), value.clone()))
                    .collect();
                let mut object = JsonMap::new();
                for (name, value) in &fields {
                    object.insert(name.clone(), self.answer(value)?);
                }
                Json::Object(object)
            }
            Value::Object(object) => {
                let Kind::Class(class) = &object.kind else {
                    let of = Self::type_name_of(value);
                    return Err(self.unknown(format!("an action does not return a {of}")));
                };
                let mut fields = JsonMap::new();
                for field in self.instance_fields(class) {
                    if field.is_aura_enabled {
                        let value = self.field_value(object, &field.name)?;
                        fields.insert(field.name.to_string(), self.answer(&value)?);
                    }
                }
                Json::Object(fields)
            }
            Value::Decimal(number) => {
                number.to_plain_string().parse().map_or(Json::Null, Json::Number)
            }
            Value::Enum(of, index) => of.values[*index].as_str().into(),
            plain => self.to_json(plain)?,
        })
    }
}

fn argument(type_name: &TypeName, index: usize) -> TypeName {
    type_name.arguments.get(index).cloned().unwrap_or_else(|| TypeName::plain("Object"))
}
