//! Triggers: what they are given, and how they are run.

use std::{rc::Rc, sync::Arc};

use local_data::schema::Object;

use super::chunk::Row;
use crate::{
    run::{EnumInfo, Interpreter, Record, Stop, Value},
    syntax::{Name, Trigger, TriggerEvent, TypeName},
};

/// Triggers that run triggers: the platform stops at this depth.
const DEEPEST: usize = 16;

/// What a trigger that runs is given.
#[derive(Clone, Debug)]
pub(crate) struct TriggerRun {
    /// When it runs.
    pub event: TriggerEvent,
    /// Of which object's records.
    pub object: Rc<str>,
    /// The records as they become.
    pub new: Option<Vec<Rc<Record>>>,
    /// The records as they were.
    pub old: Option<Vec<Rc<Record>>>,
}

/// The values of `System.TriggerOperation`.
const OPERATIONS: &[(TriggerEvent, &str)] = &[
    (TriggerEvent::BeforeInsert, "BEFORE_INSERT"),
    (TriggerEvent::BeforeUpdate, "BEFORE_UPDATE"),
    (TriggerEvent::BeforeDelete, "BEFORE_DELETE"),
    (TriggerEvent::AfterInsert, "AFTER_INSERT"),
    (TriggerEvent::AfterUpdate, "AFTER_UPDATE"),
    (TriggerEvent::AfterDelete, "AFTER_DELETE"),
    (TriggerEvent::AfterUndelete, "AFTER_UNDELETE"),
];

impl<'o> Interpreter<'o> {
    pub(super) fn has_trigger(&self, object: &Object, event: TriggerEvent) -> bool {
        self.triggers_of(object, event).next().is_some()
    }

    fn triggers_of(
        &self,
        object: &Object,
        event: TriggerEvent,
    ) -> impl Iterator<Item = (Arc<str>, Arc<Trigger>)> + use<'o> {
        let name = object.api_name.clone();
        let program = self.org.program;
        program
            .triggers()
            .filter(move |(_, trigger)| trigger.object.is(&name) && trigger.events.contains(&event))
            .cloned()
    }

    pub(super) fn run_triggers(
        &mut self,
        object: &'o Object,
        event: TriggerEvent,
        rows: &[Row],
        places: &[usize],
    ) -> Result<(), Stop> {
        if self.trigger_runs.len() >= DEEPEST {
            return Err(self.thrown("LimitException", "Maximum trigger depth exceeded"));
        }
        let is_delete = matches!(event, TriggerEvent::BeforeDelete | TriggerEvent::AfterDelete);
        let is_insert = matches!(event, TriggerEvent::BeforeInsert | TriggerEvent::AfterInsert);
        let new = || places.iter().map(|place| rows[*place].new.clone()).collect();
        let old = || places.iter().filter_map(|place| rows[*place].old.clone()).collect();
        let context = TriggerRun {
            event,
            object: object.api_name.as_str().into(),
            new: (!is_delete).then(new),
            old: (!is_insert).then(old),
        };
        for (file, trigger) in self.triggers_of(object, event) {
            self.trigger_runs.push(context.clone());
            let done = self.run_trigger(&file, &trigger);
            self.trigger_runs.pop();
            if let Err(stop) = done {
                return Err(self.trigger_failed(&trigger, event, stop));
            }
        }
        Ok(())
    }

    /// An exception that leaves a trigger is told as one of the statement's.
    fn trigger_failed(&self, trigger: &Trigger, event: TriggerEvent, stop: Stop) -> Stop {
        let Stop::Thrown(exception) = stop else { return stop };
        if !Self::may_be_caught(&Value::Object(exception.clone())) {
            return Stop::Thrown(exception);
        }
        let name = OPERATIONS.iter().find(|(one, _)| *one == event).map_or("", |(_, name)| name);
        let words = name.split('_').map(|word| {
            let (first, rest) = word.split_at(1);
            first.to_owned() + &rest.to_ascii_lowercase()
        });
        let camel: String = words.collect();
        let line = exception.exception.borrow().line;
        let message = format!(
            "{}: execution of {camel}\n\ncaused by: {}\n\nTrigger.{}: line {line}, column 1",
            trigger.name,
            Self::describe(&exception),
            trigger.name
        );
        let failure = crate::run::FailedRow::new("CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", &message);
        self.dml_failed(kind_of(event), vec![failure])
    }

    /// `Trigger.new` and its like.
    pub(crate) fn trigger_variable(&mut self, name: &Name) -> Result<Value, Stop> {
        let word = name.as_str().to_ascii_lowercase();
        let Some(run) = self.trigger_runs.last().cloned() else {
            return match word.as_str() {
                "new" | "old" | "newmap" | "oldmap" | "operationtype" => Ok(Value::Null),
                "size" => Ok(Value::Integer(0)),
                _ => Ok(Value::Boolean(false)),
            };
        };
        let is = |events: &[TriggerEvent]| Ok(Value::Boolean(events.contains(&run.event)));
        match word.as_str() {
            "new" => Ok(Self::trigger_list(&run, run.new.as_deref())),
            "old" => Ok(Self::trigger_list(&run, run.old.as_deref())),
            "newmap" if run.event == TriggerEvent::BeforeInsert => Ok(Value::Null),
            "newmap" => self.trigger_map(&run, run.new.as_deref()),
            "oldmap" => self.trigger_map(&run, run.old.as_deref()),
            "isexecuting" => Ok(Value::Boolean(true)),
            "isbefore" => is(&[
                TriggerEvent::BeforeInsert,
                TriggerEvent::BeforeUpdate,
                TriggerEvent::BeforeDelete,
            ]),
            "isafter" => is(&[
                TriggerEvent::AfterInsert,
                TriggerEvent::AfterUpdate,
                TriggerEvent::AfterDelete,
                TriggerEvent::AfterUndelete,
            ]),
            "isinsert" => is(&[TriggerEvent::BeforeInsert, TriggerEvent::AfterInsert]),
            "isupdate" => is(&[TriggerEvent::BeforeUpdate, TriggerEvent::AfterUpdate]),
            "isdelete" => is(&[TriggerEvent::BeforeDelete, TriggerEvent::AfterDelete]),
            "isundelete" => is(&[TriggerEvent::AfterUndelete]),
            "size" => {
                let count = run.new.as_ref().or(run.old.as_ref()).map_or(0, Vec::len);
                Ok(Value::Integer(i32::try_from(count).unwrap_or(i32::MAX)))
            }
            "operationtype" => {
                let values = OPERATIONS.iter().map(|(_, name)| Name::new(name)).collect();
                let info = EnumInfo { name: "System.TriggerOperation".to_owned(), values };
                let index = OPERATIONS.iter().position(|(one, _)| *one == run.event);
                Ok(Value::Enum(Rc::new(info), index.unwrap_or_default()))
            }
            _ => Err(self.unknown(format!("Trigger.{name} is not known"))),
        }
    }

    fn trigger_list(run: &TriggerRun, records: Option<&[Rc<Record>]>) -> Value {
        let Some(records) = records else { return Value::Null };
        let items = records.iter().cloned().map(Value::Record).collect();
        Value::list(TypeName::plain(&run.object), items)
    }

    fn trigger_map(
        &mut self,
        run: &TriggerRun,
        records: Option<&[Rc<Record>]>,
    ) -> Result<Value, Stop> {
        let Some(records) = records else { return Ok(Value::Null) };
        let map = self.new_collection(&TypeName {
            path: vec![Name::new("Map")],
            arguments: vec![TypeName::plain("Id"), TypeName::plain(&run.object)],
        })?;
        for record in records {
            if let Some(id) = Self::id_of_record(record) {
                let (key, value) = (Value::Id(id.as_str().into()), Value::Record(record.clone()));
                self.put(&map, key, value)?;
            }
        }
        Ok(map)
    }
}

const fn kind_of(event: TriggerEvent) -> crate::syntax::DmlKind {
    use crate::syntax::DmlKind;
    match event {
        TriggerEvent::BeforeInsert | TriggerEvent::AfterInsert => DmlKind::Insert,
        TriggerEvent::BeforeUpdate | TriggerEvent::AfterUpdate => DmlKind::Update,
        TriggerEvent::BeforeDelete | TriggerEvent::AfterDelete => DmlKind::Delete,
        TriggerEvent::AfterUndelete => DmlKind::Undelete,
    }
}
