//! `JSON.serialize`: values to a text.
//!
//! Of an object all fields and properties are written, private ones too, but no static and no
//! transient ones; a property is asked. What an exception, a pattern or another object of the
//! platform is written as is not known.

use std::rc::Rc;

use super::{Writer, tokens::MOST_DEPTH};
use crate::{
    run::{ClassInfo, Interpreter, Kind, Object, Stop, Value, moments, number},
    syntax::Modifier,
};

impl Interpreter<'_> {
    /// A value as JSON.
    pub(super) fn written(
        &mut self,
        value: &Value,
        is_pretty: bool,
        suppresses_nulls: bool,
    ) -> Result<String, Stop> {
        let mut writer = Writer::new(is_pretty);
        self.write_value(&mut writer, value, suppresses_nulls)?;
        Ok(writer.text().to_owned())
    }

    pub(super) fn write_value(
        &mut self,
        writer: &mut Writer,
        value: &Value,
        suppresses_nulls: bool,
    ) -> Result<(), Stop> {
        if writer.depth() >= MOST_DEPTH {
            return Err(self.too_deep());
        }
        if let Some(text) = self.plain_text(value)? {
            return self.wrote(writer.plain(&text));
        }
        if let Some(text) = quoted_text(value) {
            return self.wrote(writer.string(&text));
        }
        match value {
            Value::List(_) | Value::Set(_) => {
                self.wrote(writer.start(false))?;
                for item in self.members_of(value)? {
                    self.write_value(writer, &item, suppresses_nulls)?;
                }
                self.wrote(writer.end(false))
            }
            Value::Map(map) => {
                let entries: Vec<_> = map.entries.borrow().values().cloned().collect();
                self.wrote(writer.start(true))?;
                for (key, value) in &entries {
                    let key = self.key_text(key)?;
                    self.wrote(writer.name(&key))?;
                    self.write_value(writer, value, suppresses_nulls)?;
                }
                self.wrote(writer.end(true))
            }
            Value::Object(object) => self.write_object(writer, object, suppresses_nulls),
            Value::Record(record) => self.write_record_json(writer, record, suppresses_nulls),
            Value::ObjectToken(_) | Value::FieldToken(..) => {
                let of = Self::type_name_of(value);
                Err(self.json_error(format!("Apex Type unsupported in JSON: {of}")))
            }
            _ => Err(self.no_json_of(value)),
        }
    }

    fn write_object(
        &mut self,
        writer: &mut Writer,
        object: &Rc<Object>,
        suppresses_nulls: bool,
    ) -> Result<(), Stop> {
        let class = match &object.kind {
            Kind::Class(class) if !self.is_exception(class) => class.clone(),
            _ => return Err(self.no_json_of(&Value::Object(object.clone()))),
        };
        self.may_be_json(&class)?;
        self.wrote(writer.start(true))?;
        for field in self.instance_fields(&class) {
            if field.is_transient {
                continue;
            }
            let value = self.field_value(object, &field.name)?;
            if suppresses_nulls && value.is_null() {
                continue;
            }
            self.wrote(writer.name(field.name.as_str()))?;
            self.write_value(writer, &value, suppresses_nulls)?;
        }
        self.wrote(writer.end(true))
    }

    /// What is written without quotes.
    fn plain_text(&self, value: &Value) -> Result<Option<String>, Stop> {
        Ok(Some(match value {
            Value::Null => "null".to_owned(),
            Value::Boolean(flag) => flag.to_string(),
            Value::Integer(number) => number.to_string(),
            Value::Long(number) => number.to_string(),
            Value::Double(number) if number.is_finite() => number::print_double(*number),
            Value::Double(_) => {
                return Err(self.unknown("how NaN and Infinity are written is not known"));
            }
            Value::Decimal(number) => number::print_decimal(number),
            _ => return Ok(None),
        }))
    }

    /// A key of a map as the name of a field.
    fn key_text(&self, key: &Value) -> Result<String, Stop> {
        let plain = match key {
            Value::Integer(_) | Value::Long(_) | Value::Decimal(_) => self.plain_text(key)?,
            _ => quoted_text(key),
        };
        plain.ok_or_else(|| {
            let of = Self::type_name_of(key);
            self.unknown(format!("how a key that is {of} is written as JSON is not known"))
        })
    }

    fn no_json_of(&self, value: &Value) -> Stop {
        let of = Self::type_name_of(value);
        self.unknown(format!("how {of} is written as JSON is not known"))
    }

    /// `@JsonAccess` may forbid it to others, and all is one's own here; but not `never`.
    pub(super) fn may_be_json(&self, class: &Rc<ClassInfo>) -> Result<(), Stop> {
        let modifiers = &class.declaration.modifiers;
        let is = |modifier: &Modifier| {
            matches!(modifier, Modifier::Annotation(own)
            if own.name.is("JsonAccess") && format!("{:?}", own.arguments).contains("never"))
        };
        if modifiers.iter().any(is) {
            return Err(self.unknown(format!("a class that is never JSON, {}", class.name)));
        }
        Ok(())
    }
}

/// What is written in quotes: text, and what has no other form in JSON.
pub(super) fn quoted_text(value: &Value) -> Option<String> {
    match value {
        Value::Text(text) | Value::Id(text) => Some(text.to_string()),
        Value::Enum(of, index) => Some(of.values[*index].to_string()),
        Value::Date(day) => Some(day.to_string()),
        Value::Datetime(instant) => {
            let at = moments::in_gmt(*instant);
            Some(format!("{}T{}", at.date(), crate::library::times::print(at.time())))
        }
        Value::Time(time) => Some(crate::library::times::print(*time)),
        _ => None,
    }
}
