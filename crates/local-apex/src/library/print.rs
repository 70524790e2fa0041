//! Values as text: what `System.debug`, `String.valueOf` and `+` make of them.

use crate::run::{Interpreter, Stop, Value, number};

impl Interpreter<'_> {
    /// A value as text.
    pub(crate) fn print(&mut self, value: &Value) -> Result<String, Stop> {
        Ok(match value {
            Value::Null => "null".to_owned(),
            Value::Boolean(flag) => flag.to_string(),
            Value::Integer(number) => number.to_string(),
            Value::Long(number) => number.to_string(),
            Value::Double(number) => number::print_double(*number),
            Value::Decimal(number) => number::print_decimal(number),
            Value::Text(text) | Value::Id(text) => text.to_string(),
            Value::Blob(bytes) => format!("Blob[{}]", bytes.len()),
            Value::ObjectToken(name) | Value::FieldToken(_, name) => name.to_string(),
            Value::Record(record) => {
                let fields = record.entries();
                let mut parts = Vec::with_capacity(fields.len());
                for (name, value) in &fields {
                    parts.push(format!("{name}={}", self.print(value)?));
                }
                format!("{}:{{{}}}", record.object, parts.join(", "))
            }
            Value::List(list) => {
                let items = list.items.borrow().clone();
                format!("({})", self.joined(&items)?)
            }
            Value::Set(set) => {
                let items: Vec<Value> = set.items.borrow().values().cloned().collect();
                format!("{{{}}}", self.joined(&items)?)
            }
            Value::Map(map) => {
                let entries: Vec<_> = map.entries.borrow().values().cloned().collect();
                let mut parts = Vec::with_capacity(entries.len());
                for (key, value) in &entries {
                    parts.push(format!("{}={}", self.print(key)?, self.print(value)?));
                }
                format!("{{{}}}", parts.join(", "))
            }
            Value::Object(object) => {
                if self.has_method(value, &crate::syntax::Name::new("toString"), 0) {
                    let text =
                        self.invoke(value, &crate::syntax::Name::new("toString"), Vec::new())?;
                    return self.print(&text);
                }
                if self.is_thrown(object) {
                    return Ok(Self::describe(object));
                }
                if let crate::run::Kind::Platform(name) = &object.kind {
                    return self.print_message(object, name);
                }
                self.print_object(object)?
            }
            Value::Enum(of, index) => of.values[*index].to_string(),
            Value::Pattern(pattern) => pattern.source.to_string(),
            Value::Matcher(_) => return Err(self.unknown("how a Matcher is printed is not known")),
            Value::Type(type_name) => type_name.to_string(),
            // `String.valueOf` of a day itself leaves the midnight out.
            Value::Date(day) => format!("{day} 00:00:00"),
            Value::Datetime(instant) => super::datetimes::print(*instant),
            Value::Time(time) => super::times::print(*time),
            Value::Zone(zone) => super::zones::id(zone),
            Value::Iterator(_) => {
                return Err(self.unknown("how an Iterator is printed is not known"));
            }
            Value::JsonGenerator(_) | Value::JsonParser(_) => {
                let of = Self::type_name_of(value);
                return Err(self.unknown(format!("how a {of} is printed is not known")));
            }
        })
    }

    fn joined(&mut self, items: &[Value]) -> Result<String, Stop> {
        let parts: Result<Vec<String>, Stop> = items.iter().map(|item| self.print(item)).collect();
        Ok(parts?.join(", "))
    }
}
